"""The clocks that exist (§10): code, names, and whether the end of the case ends them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import msgspec


class Clock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of promise."""

    code: str
    zh: str
    en: str
    from_to: str
    """What it measures, in the words of §10, for people."""
    clause: str
    outlives_case: bool = False
    """Refusal, transfer, withdrawal, merging and closing do not stop it."""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    clocks: list[Clock]


@cache
def catalogue() -> Mapping[str, Clock]:
    """All clocks by code, in the order of §10."""
    text = Path(__file__).with_suffix(".toml").read_bytes()
    return MappingProxyType({c.code: c for c in msgspec.toml.decode(text, type=_File).clocks})
