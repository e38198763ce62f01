"""T32, T33: the case becomes a package that proves itself; it is opened again only with reason."""

import tempfile
from collections.abc import Iterator
from typing import IO, Annotated

from django.utils.translation import gettext as _
from msgspec import Meta

from jiesu.cases.package import write_package
from jiesu.cases.refusals import NotAllowed
from jiesu.cases.said import Said
from jiesu.cases.vault import CHUNK, arriving, keep
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.waiting import held_back

MOST_PACKED = 1 << 40


class Archiving(Words):
    """Nothing to tell: the case tells it."""


@move
def archive(scene: Scene, words: Archiving) -> Said:  # noqa: ARG001 - every action takes words
    """Pack everything up to now and put the package's hash into the ledger."""
    if held_back(scene.case):
        raise NotAllowed(
            _("还有未结束的申诉、外部转办或未付清的补偿，未归档。结束后系统会自动归档。")
        )
    sha256, size = _packed(scene)
    told = {"sha256": sha256, "size": size, "entries": scene.case.seq}
    return Said(facts=told, record={"archive": told, "archived_from": scene.case.state})


def _packed(scene: Scene) -> tuple[str, int]:
    """The package lies in the vault before the entry names it."""
    with tempfile.TemporaryFile() as file:
        write_package(file, scene.case, scene.entries)
        file.seek(0)
        with arriving(_chunks(file), MOST_PACKED) as arrived:
            keep(arrived)
    return arrived.sha256, arrived.size


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


class Unlocking(Words):
    """For whom and what for: an authority, a court, an appeal."""

    purpose: Annotated[str, Meta(min_length=4, max_length=200)]


@move
def unlock(scene: Scene, words: Unlocking) -> Said:
    """Open a copy of the package to the one who asked, for a day; the archive stays as it is."""
    return Said(facts={"for": scene.actor.staff_id}, secret={"purpose": words.purpose})
