"""The ring of keys: several keys with ids, one active, and the key of the blind indexes.

It lies in ``JIESU_HOME/keys.json`` or where JIESU_KEYS_FILE says, made on first use and readable
by its owner alone. All processes of an installation must see the same file. Whoever loses it
loses the personal data: it belongs in the backup, apart from the database.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from secrets import token_bytes
from typing import NamedTuple

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jiesu.kit.home import home, keep_private, write_draft

_KEY_BYTES = 32
_MOST_KEYS = 0xFFFF


class KeyMissingError(LookupError):
    """A value is sealed under a key that is not on the ring."""


class KeyRing(msgspec.Struct, dict=True, frozen=True):
    """Keys by id; ``active`` seals, all of them unseal, ``index`` makes blind indexes."""

    active: int
    keys: dict[int, bytes]
    index: bytes

    def __post_init__(self) -> None:
        """Refuse a ring that could not seal or that would seal weakly."""
        if self.active not in self.keys:
            raise ValueError(f"the active key {self.active} is not on the ring")
        for secret in (*self.keys.values(), self.index):
            if len(secret) != _KEY_BYTES:
                raise ValueError(f"a key has {len(secret)} bytes; {_KEY_BYTES} are needed")

    @cached_property
    def _ciphers(self) -> dict[int, AESGCM]:
        return {key_id: AESGCM(key) for key_id, key in self.keys.items()}

    def cipher(self, key_id: int) -> AESGCM:
        """Cipher of the key ``key_id``; raises KeyMissingError."""
        try:
            return self._ciphers[key_id]
        except KeyError:
            raise KeyMissingError(
                f"the key ring has no key {key_id}. The sealed values were left as they are; "
                f"put the key back into {keys_file()} from its backup."
            ) from None


def new_ring() -> KeyRing:
    """Draw a ring with one key."""
    return KeyRing(active=1, keys={1: token_bytes(_KEY_BYTES)}, index=token_bytes(_KEY_BYTES))


def keys_file() -> Path:
    """Where this installation's ring lies."""
    return Path(os.environ.get("JIESU_KEYS_FILE") or home() / "keys.json")


class _Kept(NamedTuple):
    path: Path
    mark: tuple[int, int] | None
    ring: KeyRing


class _Look:
    """The ring last read, and when its mark was last compared with the file's."""

    kept: _Kept | None = None
    at: float = 0.0


def ring_at_home(*, within: float = 0) -> KeyRing:
    """Return the installation's ring, made on first use.

    A look at the file within the last ``within`` seconds is believed; none at all, and a rotation
    since then is noticed (one stat). Without end is enough to unseal. Should the file vanish
    under a running process, the ring it read stays in use: a new one could open nothing.
    """
    now, kept = time.monotonic(), _Look.kept
    if kept and now - _Look.at < within:
        return kept.ring
    path = keys_file()
    if not kept or kept.path != path or _mark(path) not in {kept.mark, None}:
        keep_private(path, lambda: written(new_ring()))
        kept = _Look.kept = _Kept(path, _mark(path), _read(path))
    _Look.at = now
    return kept.ring


def forget_ring() -> None:
    """Read the file anew at next use: another one may be meant."""
    _Look.kept = None


def add_key() -> int:
    """Draw a new key, make it active and return its id; older keys stay to unseal."""
    path = keys_file()
    with _alone(path):
        old = ring_at_home()
        new_id = max(old.keys) + 1
        if new_id > _MOST_KEYS:
            raise ValueError(f"the ring is full at key {max(old.keys)}; nothing was changed")
        keys = {**old.keys, new_id: token_bytes(_KEY_BYTES)}
        ring = KeyRing(active=new_id, keys=keys, index=old.index)
        write_draft(path, written(ring)).replace(path)
    forget_ring()
    return new_id


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Two rotations at once would lose one key, and everything sealed under it."""
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_mtime_ns, stat.st_ino


def _read(path: Path) -> KeyRing:
    try:
        return msgspec.json.decode(path.read_bytes(), type=KeyRing)
    except (msgspec.MsgspecError, ValueError) as wrong:
        raise ValueError(
            f"{path} is not a key ring ({wrong}). It was left as it is; restore it from backup."
        ) from wrong


def written(ring: KeyRing) -> str:
    """Return the ring as it lies in its file."""
    return msgspec.json.format(msgspec.json.encode(ring)).decode() + "\n"
