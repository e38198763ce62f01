"""Reads the beginning of a stranger's spreadsheet (XLSX): so many bytes, rows, signs, no more.

A workbook is XML in a zip. Every member is read as a stream that is cut off at a bound, whatever
its heading promises; entities are refused before they could grow; nothing is ever computed: a
formula is shown as it was written beside the value that the file claims for it.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import IO
from xml.parsers import expat

MOST_UNPACKED = 16 * 1024 * 1024
"""Bytes that are read of one member; more of it is as if it were not there."""
_CHUNK = 1 << 16
_DAYS_OF_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Built-in number formats that show a day or a time (ECMA-376 §18.8.30), the Chinese ones too."""
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - sheets know no zone
_WORDS = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')
_LAST_DAY = 2_958_465
"""9999-12-31 as a sheet counts."""


class SheetError(ValueError):
    """What lies there is no workbook that can be shown."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is shown."""

    rows: int
    columns: int
    signs: int
    """Characters of one cell."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The beginning of the first sheet."""

    rows: list[list[str]]
    more: bool
    """Whether it goes on below, or beyond what is read."""


@dataclass(slots=True)
class _Cell:
    column: int
    kind: str = "n"
    style: int = 0
    value: str = ""
    formula: str = ""


@dataclass(slots=True)
class _Book:
    """What the workbook says of its cells."""

    days: frozenset[int] = frozenset()
    """Styles that show a number as a day or a time."""
    epoch: datetime = _EPOCH
    strings: dict[int, str] = field(default_factory=dict)


def first_sheet(path: Path, bounds: Bounds) -> Sheet:
    """Read the beginning of the first sheet of the workbook at ``path``.

    Raises:
        SheetError: it is none, or is damaged or hostile.
    """
    try:
        with zipfile.ZipFile(path) as told:
            return _read(told, bounds)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, KeyError) as error:
        raise SheetError(str(error)) from error
    except (expat.ExpatError, zlib.error, ValueError) as error:
        raise SheetError(str(error)) from error


def _read(told: zipfile.ZipFile, bounds: Bounds) -> Sheet:
    where, epoch = _first(told)
    with told.open(where) as member:
        rows, more = _rows(member, bounds)
    cells = [cell for row in rows for cell in row]
    book = _Book(_styles_of_days(told) if any(cell.style for cell in cells) else frozenset(), epoch)
    wanted = {int(cell.value) for cell in cells if cell.kind == "s" and cell.value.isdecimal()}
    book.strings = _strings(told, wanted, bounds.signs)
    return Sheet([_line(row, book, bounds) for row in rows], more)


def _first(told: zipfile.ZipFile) -> tuple[str, datetime]:
    """Where the first sheet lies, and from which day the workbook counts."""
    sheets: list[str] = []
    epoch = _EPOCH

    def begin(name: str, told: dict[str, str]) -> None:
        nonlocal epoch
        if name == "sheet":
            sheets.append(next((v for k, v in told.items() if k.endswith(":id")), ""))
        elif name == "workbookPr" and told.get("date1904") in {"1", "true"}:
            epoch = _EPOCH_1904

    _walk(told, "xl/workbook.xml", begin)
    targets: dict[str, str] = {}

    def relate(name: str, told: dict[str, str]) -> None:
        if name == "Relationship":
            targets[told.get("Id", "")] = told.get("Target", "")

    _walk(told, "xl/_rels/workbook.xml.rels", relate)
    target = targets[sheets[0]] if sheets else ""
    return str(PurePosixPath(target.lstrip("/") if target[:1] == "/" else f"xl/{target}")), epoch


def _rows(member: IO[bytes], bounds: Bounds) -> tuple[list[list[_Cell]], bool]:
    """The cells of the first rows; whether there are more."""
    heard = _Heard(bounds)
    cut = _parse(member, heard.begin, heard.end, heard.text, lambda: len(heard.rows) > bounds.rows)
    return heard.rows[: bounds.rows], cut or len(heard.rows) > bounds.rows


@dataclass(slots=True)
class _Heard:
    """What was heard of a sheet so far; a cell beyond the last column shown is heard and let go."""

    bounds: Bounds
    rows: list[list[_Cell]] = field(default_factory=list)
    _cell: _Cell | None = None
    _into: str = ""

    def begin(self, name: str, told: dict[str, str]) -> None:
        if name == "row":
            self.rows.append([])
        elif name == "c" and self.rows:
            self._cell = _begun(told, len(self.rows[-1]))
            if self._cell.column < self.bounds.columns:
                self.rows[-1].append(self._cell)
        self._into = name if name in {"v", "t", "f"} else ""

    def end(self, _name: str) -> None:
        self._into = ""

    def text(self, words: str) -> None:
        most = self.bounds.signs
        if self._cell and self._into == "f":
            self._cell.formula = (self._cell.formula + words)[:most]
        elif self._cell and self._into:
            self._cell.value = (self._cell.value + words)[:most]


def _begun(told: dict[str, str], following: int) -> _Cell:
    """A cell as its tag tells it; one without a place follows the last."""
    place, style = told.get("r", ""), told.get("s", "0")
    column = _column(place) if place else following
    return _Cell(column, told.get("t", "n"), int(style) if style.isdecimal() else 0)


def _strings(told: zipfile.ZipFile, wanted: set[int], signs: int) -> dict[int, str]:
    """Those of the shared texts that are shown; readings (rPh) are no part of them."""
    found: dict[int, str] = {}
    number, into, reading = -1, False, False
    last = max(wanted, default=-1)

    def begin(name: str, _told: dict[str, str]) -> None:
        nonlocal number, into, reading
        number += name == "si"
        reading = reading or name == "rPh"
        into = name == "t" and not reading and number in wanted

    def end(name: str) -> None:
        nonlocal into, reading
        into = False
        reading = reading and name != "rPh"

    def text(words: str) -> None:
        if into:
            found[number] = (found.get(number, "") + words)[:signs]

    if wanted and "xl/sharedStrings.xml" in told.namelist():
        with told.open("xl/sharedStrings.xml") as member:
            _parse(member, begin, end, text, lambda: number > last)
    return found


def _styles_of_days(told: zipfile.ZipFile) -> frozenset[int]:
    """Numbers of the styles that show a number as a day or a time."""
    custom: set[str] = set()
    formats: list[str] = []
    inside = False

    def begin(name: str, told: dict[str, str]) -> None:
        nonlocal inside
        if name == "numFmt" and _shows_a_day(told.get("formatCode", "")):
            custom.add(told.get("numFmtId", ""))
        elif name == "cellXfs":
            inside = True
        elif name == "cellStyles":
            inside = False
        elif name == "xf" and inside:
            formats.append(told.get("numFmtId", ""))

    if "xl/styles.xml" in told.namelist():
        _walk(told, "xl/styles.xml", begin)
    built_in = {str(number) for number in _DAYS_OF_FORMATS}
    return frozenset(n for n, kind in enumerate(formats) if kind in custom | built_in)


def _shows_a_day(code: str) -> bool:
    """Whether a format of one's own holds years, days or hours, apart from words and colours."""
    return any(sign in "ymdhs" for sign in _WORDS.sub("", code).casefold())


def _walk(told: zipfile.ZipFile, name: str, begin: Callable[[str, dict[str, str]], None]) -> None:
    with told.open(name) as member:
        _parse(member, begin, lambda _name: None, lambda _words: None, lambda: False)


def _parse(
    member: IO[bytes],
    begin: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
    enough: Callable[[], bool],
) -> bool:
    """Hear the member through, at most MOST_UNPACKED of it; whether it was cut off there."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, told: begin(name.rpartition(":")[2], told)
    parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    for chunk in _chunks(member):
        if chunk is None:
            return True
        parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no names
        if enough():
            return False
    return False


def _chunks(member: IO[bytes]) -> Iterator[bytes | None]:
    """What is read, and None where it is cut off."""
    left = MOST_UNPACKED
    while chunk := member.read(_CHUNK):
        left -= len(chunk)
        if left < 0:
            yield None
            return
        yield chunk


def _refuse(*_told: object) -> None:
    raise SheetError("a workbook declares no document type")


def _line(row: list[_Cell], book: _Book, bounds: Bounds) -> list[str]:
    line = [""] * (max((cell.column for cell in row), default=-1) + 1)
    for cell in row:
        line[cell.column] = _shown(cell, book)[: bounds.signs]
    return line


def _shown(cell: _Cell, book: _Book) -> str:
    value = _value(cell, book)
    if cell.formula:
        return f"{value} (={cell.formula})" if value else f"={cell.formula}"
    return value


def _value(cell: _Cell, book: _Book) -> str:
    if cell.kind == "s":
        return book.strings.get(int(cell.value), "…") if cell.value.isdecimal() else ""
    if cell.kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(cell.value, cell.value)
    if cell.kind == "n" and cell.style in book.days:
        return _moment(cell.value, book.epoch)
    return cell.value


def _moment(told: str, epoch: datetime) -> str:
    """A day counted from the epoch, as people write it; what is none stays as it is."""
    try:
        days = float(told)
    except ValueError:
        return told
    if not 0 <= days <= _LAST_DAY:
        return told
    at = epoch + timedelta(seconds=round(days * 86_400))
    if days < 1:
        return f"{at:%H:%M:%S}"
    return f"{at:%Y-%m-%d}" if at.time() == epoch.time() else f"{at:%Y-%m-%d %H:%M:%S}"


def _column(place: str) -> int:
    """Number of the column of a place such as ``AB12``, from nought."""
    number = 0
    for sign in place.rstrip("0123456789")[:4].upper():
        number = number * 26 + ord(sign) - 64
    return max(number - 1, 0)
