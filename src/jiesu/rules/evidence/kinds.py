"""Kinds of evidence and the files they may come as, read from TOML (§12.4)."""

import tomllib
from functools import cache
from pathlib import Path

import msgspec


class FileType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Extensions and the content types that sniffing may find behind them.

    A ``container`` is a zip inside: whoever opens it must bound what comes out. A text with
    ``markup`` may hold HTML, so it is offered for download only and never shown.
    """

    extensions: tuple[str, ...]
    sniffed: tuple[str, ...]
    family: str
    container: bool = False
    markup: bool = False


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of evidence."""

    zh: str
    en: str
    families: tuple[str, ...]
    most_mb: int
    retention: str


class EvidenceTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All kinds and types."""

    types: dict[str, FileType]
    kinds: dict[str, Kind]

    def type_of(self, extension: str) -> FileType | None:
        """Type with this extension, in small letters without the dot."""
        found = (each for each in self.types.values() if extension in each.extensions)
        return next(found, None)


@cache
def our_own() -> EvidenceTable:
    """The table that ships with the product, read once."""
    text = Path(__file__).with_name("kinds.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), EvidenceTable)
