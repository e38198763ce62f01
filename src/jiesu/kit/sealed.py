"""Sealing personal data: AES-256-GCM under a ring of keys, and blind indexes for lookup (§18).

A sealed value is ``version (1 byte) + key id (2) + nonce (12) + ciphertext and tag``; the first
three bytes are authenticated too. Random nonces are safe for some 2**32 seals under one key:
rotate long before.
"""

import hmac
import math
import os
import unicodedata
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag

from jiesu.kit.keyring import KeyMissingError, KeyRing, ring_at_home

_VERSION = 1
_HEADER = 3
_NONCE = 12
_LEAST = _HEADER + _NONCE + 16
_INDEX_BYTES = 16
BELIEVED = 0.2
"""Seconds for which what is sealed may still be sealed under a key that was just replaced."""

_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder().decode


class NotSealedError(ValueError):
    """The bytes were never sealed by us, or were changed since."""


def seal(plain: bytes, *, ring: KeyRing | None = None) -> bytes:
    """Encrypt ``plain`` under the active key of ``ring``, by default the installation's own."""
    ring = ring or ring_at_home(within=BELIEVED)
    header, nonce = header_of(ring.active), os.urandom(_NONCE)
    return header + nonce + ring.cipher(ring.active).encrypt(nonce, plain, header)


def unseal(token: bytes, *, ring: KeyRing | None = None) -> bytes:
    """Return what was sealed.

    Raises KeyMissingError when the key is not on the ring, NotSealedError for anything else.
    """
    key_id = key_of(token)
    nonce, sealed = token[_HEADER : _HEADER + _NONCE], token[_HEADER + _NONCE :]
    cipher = (ring or _ring_with(key_id)).cipher(key_id)
    try:
        return cipher.decrypt(nonce, sealed, token[:_HEADER])
    except InvalidTag as wrong:
        raise NotSealedError(
            f"a value sealed under key {key_id} does not open: it was changed, or the ring holds "
            "another key under this id. The value was left as it is; restore the ring or the row."
        ) from wrong


def seal_json(value: object, *, ring: KeyRing | None = None) -> bytes:
    """Seal ``value`` written as JSON."""
    return seal(_encode(value), ring=ring)


def unseal_json(token: bytes, *, ring: KeyRing | None = None) -> Any:
    """Return the value that ``seal_json`` sealed; its type is the caller's knowledge."""
    return _decode(unseal(token, ring=ring))


def blind(value: str, *, ring: KeyRing | None = None) -> bytes:
    """Sixteen bytes by which equal values are found and nothing can be read (§18).

    Equal means: after Unicode compatibility folding, case folding and without white space.
    Numbers that people write in several ways (phones) are made normal by the caller first.
    """
    key = (ring or ring_at_home(within=math.inf)).index  # a rotation leaves it as it is
    return hmac.digest(key, normal(value).encode(), "sha256")[:_INDEX_BYTES]


def keyed(digest: bytes, *, ring: KeyRing | None = None) -> bytes:
    """``digest`` under a key of ours: whoever has the table alone cannot try what made it."""
    key = (ring or ring_at_home(within=math.inf)).index
    return hmac.digest(key, digest, "sha256")


def normal(value: str) -> str:
    """Return the form of ``value`` that ``blind`` compares."""
    if not value.isascii():
        value = unicodedata.normalize("NFKC", value)
    return "".join(value.casefold().split())


def key_of(token: bytes) -> int:
    """Id of the key that ``token`` is sealed under; raises NotSealedError."""
    if len(token) < _LEAST or token[0] != _VERSION:
        raise NotSealedError(
            f"{len(token)} bytes that we did not seal. They were left as they are; "
            "check that the column holds sealed values."
        )
    return int.from_bytes(token[1:_HEADER], "big")


def header_of(key_id: int) -> bytes:
    """Return the three bytes with which everything sealed under ``key_id`` begins."""
    return bytes((_VERSION,)) + key_id.to_bytes(2, "big")


def _ring_with(key_id: int) -> KeyRing:
    """Our ring, read again from disk when it lacks a key that another process just added."""
    ring = ring_at_home(within=math.inf)
    return ring if key_id in ring.keys else ring_at_home()


__all__ = [
    "KeyMissingError",
    "KeyRing",
    "NotSealedError",
    "blind",
    "header_of",
    "key_of",
    "keyed",
    "normal",
    "seal",
    "seal_json",
    "unseal",
    "unseal_json",
]
