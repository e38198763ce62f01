"""The table of proofs, levels and needs, read from TOML."""

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from jiesu.rules.reason import Title


class Level(msgspec.Struct, frozen=True):
    """A level of §12.2 and how one reaches it."""

    zh: str
    en: str
    reached_by: str
    reached_by_en: str = ""

    @property
    def title(self) -> Title:
        """Its name in both languages."""
        return Title(self.zh, self.en)

    @property
    def way(self) -> Title:
        """How one reaches it, in both languages."""
        return Title(self.reached_by, self.reached_by_en)


class Entry(msgspec.Struct, frozen=True):
    """A proof gives its level; a need asks for its level."""

    zh: str
    level: str
    en: str = ""

    @property
    def title(self) -> Title:
        """Its name in both languages."""
        return Title(self.zh, self.en)


class Knowledge(msgspec.Struct, frozen=True):
    """Pieces that prove nothing alone; ``needed`` of them together give the level."""

    level: str
    needed: int
    pieces: dict[str, Title]


class IdentityTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of §12.2."""

    level: dict[str, Level]
    proof: dict[str, Entry]
    knowledge: Knowledge
    need: dict[str, Entry]


def read_table(path: Path) -> IdentityTable:
    """Table in the file at ``path``; msgspec.ValidationError when it does not fit."""
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), IdentityTable)


@cache
def our_own() -> IdentityTable:
    """The table that ships with the product, read once."""
    return read_table(Path(__file__).with_name("levels.toml"))
