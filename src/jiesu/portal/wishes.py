"""What customers most often want: ticked sooner than typed (S147)."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import msgspec

from jiesu.ui.tongue import in_english


class Wish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One wish in both languages."""

    code: str
    zh: str
    en: str

    @property
    def title(self) -> str:
        """Words beside the box, in the reader's language."""
        return self.en if in_english() else self.zh


class _File(msgspec.Struct, forbid_unknown_fields=True):
    wish: tuple[Wish, ...]


@cache
def wishes() -> dict[str, Wish]:
    """All wishes by code, in the order shown."""
    path = Path(__file__).with_name("wishes.toml")
    file = msgspec.toml.decode(path.read_bytes(), type=_File)
    return {one.code: one for one in file.wish}


def outcome_of(chosen: Sequence[str], written: str) -> str:
    """Return the wish as the complaint keeps it: what was ticked, then what was written."""
    ticked = "；".join(wishes()[code].zh for code in chosen if code in wishes())
    return "\n".join(part for part in (ticked, written.strip()) if part)
