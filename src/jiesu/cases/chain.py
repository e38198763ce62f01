"""The hash chain: every entry proves itself and all before it (S68, S70)."""

import hashlib
import os
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from jiesu.cases.models import Entry

GENESIS = bytes(32)
_ENCODE = msgspec.json.Encoder(order="sorted").encode


def commit_to(secret: bytes) -> tuple[bytes, bytes]:
    """Return a fresh salt and the commitment to ``secret``, canonical JSON, under it."""
    salt = os.urandom(16)
    return salt, hashlib.sha256(salt + secret).digest()


def commitment(salt: bytes, secret: dict[str, Any]) -> bytes:
    """SHA-256 over the salt and the canonical JSON of ``secret``."""
    return hashlib.sha256(salt + _ENCODE(secret)).digest()


def entry_hash(number: str, before: bytes, entry: "Entry", facts: bytes = b"") -> bytes:
    """Hash of ``entry`` of the case ``number``, whose predecessor's hash is ``before``.

    ``facts`` are the entry's as canonical JSON, where the caller has them so already.
    """
    told = (
        number,
        entry.seq,
        entry.verb,
        instant(entry.at),
        entry.by_kind,
        entry.by_staff_id,
        entry.machine,
        entry.proceeding,
        entry.to_state,
        msgspec.Raw(facts) if facts else entry.facts,
        bytes(entry.commitment).hex() if entry.commitment else None,
    )
    return hashlib.sha256(before + _ENCODE(told)).digest()


@lru_cache(maxsize=8)
def instant(at: datetime) -> str:
    """One spelling for one moment: UTC with microseconds, as PostgreSQL keeps it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def canonical(value: Any) -> bytes:
    """``value`` as the one JSON text that stands for it: what is hashed and sealed."""
    return _ENCODE(value)


def read_back(text: bytes) -> Any:
    """Canonical JSON as a ledger holds it; floats have no place there.

    Raises:
        TypeError: a float.
    """
    try:
        return _DECODE(text)
    except msgspec.ValidationError as error:
        raise TypeError(f"a ledger holds no floats: {error}") from error


def _refuse_float(digits: str) -> float:
    raise ValueError(digits)


_DECODE = msgspec.json.Decoder(float_hook=_refuse_float).decode
