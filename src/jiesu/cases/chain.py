"""The hash chain: every entry proves itself and all before it (S68, S70)."""

import hashlib
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from jiesu.cases.models import Entry

GENESIS = bytes(32)
_ENCODE = msgspec.json.Encoder(order="deterministic").encode


def commit_to(secret: dict[str, Any]) -> tuple[bytes, bytes]:
    """Return a fresh salt and the commitment to ``secret`` under it."""
    salt = secrets.token_bytes(16)
    return salt, commitment(salt, secret)


def commitment(salt: bytes, secret: dict[str, Any]) -> bytes:
    """SHA-256 over the salt and the canonical JSON of ``secret``."""
    return hashlib.sha256(salt + _ENCODE(secret)).digest()


def entry_hash(number: str, before: bytes, entry: "Entry") -> bytes:
    """Hash of ``entry`` of the case ``number``, whose predecessor's hash is ``before``."""
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
        entry.facts,
        bytes(entry.commitment).hex() if entry.commitment else None,
    )
    return hashlib.sha256(before + _ENCODE(told)).digest()


def instant(at: datetime) -> str:
    """One spelling for one moment: UTC with microseconds, as PostgreSQL keeps it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def plain(value: Any) -> Any:
    """Bring ``value`` to JSON as it will be read back; floats have no place in a ledger.

    Raises:
        TypeError: a float, or something JSON does not know.
    """
    try:
        return _DECODE(_ENCODE(value))
    except msgspec.ValidationError as error:
        raise TypeError(f"a ledger holds no floats: {error}") from error


def _refuse_float(digits: str) -> float:
    raise ValueError(digits)


_DECODE = msgspec.json.Decoder(float_hook=_refuse_float).decode
