"""A paper before it is set: a title and blocks of plain text. No text here is ever markup."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a part; level 1 to 3. A contents page lists the first two."""

    text: str
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text with its own line breaks; ``quoted`` is what somebody else said, ``small`` a remark."""

    text: str
    kind: Literal["plain", "quoted", "small", "strong"] = "plain"


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, one pair a row."""

    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Listing:
    """Points one under another, with numbers if their order means something."""

    points: Sequence[str]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; ``widths`` are shares of the page, equal if left out.

    A row with more or fewer values than there are columns is a ValueError.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int] = ()

    def __post_init__(self) -> None:
        wide = {len(row) for row in self.rows} | ({len(self.widths)} if self.widths else set())
        if wide - {len(self.columns)}:
            raise ValueError(f"A row does not fit the columns {self.columns}")


@dataclass(frozen=True, slots=True)
class Picture:
    """An image file (PNG, JPEG, GIF, WebP) with the words for who cannot see it."""

    content: bytes
    words: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who answers for the paper and when, at the right, kept together."""

    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a page of its own."""


Block = Heading | Paragraph | Facts | Listing | Table | Picture | Signature | NewPage


@dataclass(frozen=True, slots=True)
class Document:
    """A paper to be set.

    ``dated`` is written into the file as its date: it makes two settings alike, so it is told,
    never read from a clock. ``number`` stands at the head of every page, ``issuer`` at its foot.
    """

    title: str
    dated: date
    blocks: Sequence[Block]
    number: str = ""
    issuer: str = ""
    language: Literal["zh", "en"] = "zh"
    contents: bool = False
