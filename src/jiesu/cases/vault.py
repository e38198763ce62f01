"""Files on disk under their SHA-256, two folders deep; a file is there whole or not at all."""

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

CHUNK = 1 << 18
HEAD = 8192
"""Bytes of the beginning by which content is judged."""
_ANTEROOM = "arriving"


class TooLargeError(ValueError):
    """More came than was allowed; what came was removed."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that lies in the anteroom: nobody but us knows of it yet."""

    path: Path
    sha256: str
    size: int
    head: bytes


def path_of(sha256: str) -> Path:
    """Where the file lies; it may not be there."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


@contextmanager
def arriving(chunks: Iterable[bytes], most: int) -> Iterator[Arrived]:
    """Take in up to ``most`` bytes beside the vault; gone at the end unless kept.

    Raises:
        TooLargeError: as soon as more comes.
    """
    anteroom = Path(settings.MEDIA_ROOT) / _ANTEROOM
    anteroom.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = anteroom / secrets.token_hex(16)
    try:
        yield _write(path, chunks, most)
    finally:
        path.unlink(missing_ok=True)


def keep(arrived: Arrived) -> Path:
    """Move the file to its place; the same content is kept once."""
    place = path_of(arrived.sha256)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    arrived.path.replace(place)
    _sync(place.parent)
    return place


def keep_bytes(content: bytes) -> str:
    """Keep ``content`` and return its SHA-256."""
    with arriving([content], len(content)) as arrived:
        keep(arrived)
    return arrived.sha256


def erase(sha256: str) -> None:
    """Remove the file for good; it may be gone already."""
    path_of(sha256).unlink(missing_ok=True)


def stored() -> Iterator[Path]:
    """Every file in its place, in no order."""
    return Path(settings.MEDIA_ROOT).glob("[0-9a-f][0-9a-f]/*/*")


def left_in_the_anteroom() -> Iterator[Path]:
    """Files that are arriving, or whose arrival was broken off."""
    return (Path(settings.MEDIA_ROOT) / _ANTEROOM).glob("*")


def _write(path: Path, chunks: Iterable[bytes], most: int) -> Arrived:
    digest, size, head = hashlib.sha256(), 0, b""
    path.touch(mode=0o600, exist_ok=False)
    with path.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > most:
                raise TooLargeError
            digest.update(chunk)
            head = (head + chunk)[:HEAD] if len(head) < HEAD else head
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return Arrived(path, digest.hexdigest(), size, head)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
