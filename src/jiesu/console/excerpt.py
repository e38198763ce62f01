"""A bounded look into a text or a table of evidence: enough to read, never enough to choke on."""

import csv
import io
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from jiesu.kit.sheets import Bounds, first_sheet

MOST_BYTES = 200_000
MOST_ROWS = 200
MOST_COLUMNS = 30
MOST_SIGNS = 200
_ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The beginning of a file: as a table, or as text."""

    columns: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    text: str = ""
    more: bool = False
    """Whether the file goes on."""


def excerpt(path: Path, *, table: bool) -> Excerpt:
    """Read the beginning of the file at ``path``; what is no text is shown as nothing."""
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    more, text = len(content) > MOST_BYTES, _decoded(content[:MOST_BYTES])
    if not table:
        return Excerpt(text=text, more=more)
    lines = list(islice(csv.reader(io.StringIO(text)), MOST_ROWS + 2))
    if more and lines:
        lines.pop()  # its end was cut off
    more = more or len(lines) > MOST_ROWS + 1
    cells = [[cell[:MOST_SIGNS] for cell in line[:MOST_COLUMNS]] for line in lines if line]
    even = _even(cells)
    return Excerpt(columns=even[0] if even else [], rows=even[1 : MOST_ROWS + 1], more=more)


def excerpt_of_sheet(path: Path) -> Excerpt:
    """Read the beginning of the first sheet of a workbook.

    Raises:
        SheetError: it is damaged or hostile; nothing of it can be shown.
    """
    sheet = first_sheet(path, Bounds(MOST_ROWS + 1, MOST_COLUMNS, MOST_SIGNS))
    even = _even([row for row in sheet.rows if any(row)])
    return Excerpt(columns=even[0] if even else [], rows=even[1:], more=sheet.more)


def _even(cells: list[list[str]]) -> list[list[str]]:
    """Every line as long as the longest."""
    wide = max(map(len, cells), default=0)
    return [line + [""] * (wide - len(line)) for line in cells]


def _decoded(content: bytes) -> str:
    """The text; a character cut in two at the end is left out."""
    for encoding in _ENCODINGS:
        for cut in range(4):
            try:
                return content[: len(content) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return ""
