"""Letters of a public message board, as a CSV file gives them.

Needed columns: ``message_id`` and ``body``; known ones: ``author``, ``subject``, ``posted_at``.
A letter reaches the operator when it comes over our interface, so it is received now; when it was
posted is kept as when it happened (C8, docs/decisions/0051).
"""

import codecs
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec
from django.utils.translation import gettext as _

from jiesu.cases.faults import fault_of
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.fit import fit
from jiesu.cases.refusals import Unfit
from jiesu.rules.workdays.shanghai import SHANGHAI
from jiesu.ui.joining import listed

NEEDED = frozenset({"message_id", "body"})
LONGEST_CELL = 4_000_000
"""Characters; a longer cell is a broken file (an unclosed quote) and its row is refused."""
_FORMATS = ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M")
_LOOK = 1 << 20
_NOTHING = "\N{REPLACEMENT CHARACTER}"
_OF_HOST_NAMES = frozenset({"idna", "punycode"})
"""No encodings of files, though newer Pythons read one by the second."""
_COLUMNS = {"description": "body", "handle": "author", "occurred_at": "posted_at"}
"""Columns of the file by what the intake calls them."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for every letter of a file and stands in none of them."""

    source: str = "board"
    """Names the board: with the message's id it makes the letter known again."""
    channel: str = "social"
    region: str = ""
    desired: str = "按来信所述处理"
    """The wish stands in the letter's own words; empty leaves the case to be completed by hand."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A row that can be taken: where it stood, its key, the contact."""

    line: int
    key: str
    intake: Intake


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot, and why."""

    line: int
    why: str


class Row(NamedTuple):
    """What stands in a row of the file, and on which line it begins."""

    line: int
    cells: list[str] | str
    """The cells; of a row that cannot be read, what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a row of the file becomes a letter, whichever process makes it one."""

    names: tuple[str, ...]
    terms: Terms

    def letter(self, row: Row) -> Letter | BadRow:
        """The letter in ``row``, or why there is none."""
        if isinstance(row.cells, str):
            return BadRow(row.line, row.cells)
        return _letter(row.line, self.names, row.cells, self.terms)


class NotALetterFileError(ValueError):
    """The file lacks a column without which nothing can be imported."""


def read_sheet(path: Path, terms: Terms, encoding: str = "") -> tuple[Sheet, Iterator[Row]]:
    """What the heading says, and each row of the file in turn; only one is held in memory.

    Raises:
        NotALetterFileError, OSError: the file will not do.
    """
    if path.exists() and not path.is_file():
        raise NotALetterFileError(
            _("%(path)s 不是普通文件，没有导入任何来信。管道只能读一遍，请先存成文件再导入。")
            % {"path": path}
        )
    told = _usable(path, encoding) if encoding else encoding_of(path)
    rows = _rows(path, told)
    heading = next(rows, Row(1, []))
    return Sheet(_names(heading), terms), (row for row in rows if row.cells)


def _usable(path: Path, encoding: str) -> str:
    """The encoding told, once it has read the beginning of the file and every byte there is.

    Raises:
        NotALetterFileError: it is unknown, no encoding of texts, or breaks off.
    """
    with path.open("rb") as file:
        beginning = file.read(_LOOK)
    try:
        _read_by(encoding, beginning + bytes(range(256)))
    except (LookupError, ValueError) as error:
        raise NotALetterFileError(
            _(
                "不能用编码“%(encoding)s”读取此文件，没有导入任何来信。"
                "请改用 utf-8、gb18030 等文本编码，或不填，由系统识别。"
            )
            % {"encoding": encoding}
        ) from error
    return encoding


def _read_by(encoding: str, told: bytes) -> None:
    if codecs.lookup(encoding).name in _OF_HOST_NAMES:
        raise ValueError(encoding)
    "".encode(encoding)  # which only encodings of texts allow
    codecs.getincrementaldecoder(encoding)("replace").decode(told)


def encoding_of(path: Path) -> str:
    """UTF-8 with or without its mark, or GB18030: the one that reads more of the file.

    A stray byte, or an end cut off in the middle of a sign, makes no other encoding of a file.
    """
    broken = _unreadable(path, "utf-8")
    return "gb18030" if broken and _unreadable(path, "gb18030") < broken else "utf-8-sig"


def _unreadable(path: Path, encoding: str) -> int:
    """How many places of the file are nothing in ``encoding``."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    with path.open("rb") as file:
        found = sum(
            decoder.decode(block).count(_NOTHING) for block in iter(lambda: file.read(_LOOK), b"")
        )
    return found + decoder.decode(b"", final=True).count(_NOTHING)


def _rows(path: Path, encoding: str) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader(file, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                yield Row(line, next(reader))
            except StopIteration:
                return
            except csv.Error as error:
                why = _("无法读取（%(error)s），请检查引号是否成对") % {"error": error}
                yield Row(line, why)


def _names(heading: Row) -> tuple[str, ...]:
    found = [] if isinstance(heading.cells, str) else heading.cells
    names = [name.strip().lower() for name in found]
    if twice := {name for name in names if name and names.count(name) > 1}:
        raise NotALetterFileError(
            _("文件首行的列 %(names)s 不止一个，没有导入任何来信。请只留一个。")
            % {"names": listed(sorted(twice))}
        )
    if missing := NEEDED - set(names):
        raise NotALetterFileError(
            _(
                "文件首行缺少列 %(names)s，没有导入任何来信。首行应为列名，"
                "至少有 message_id 和 body；可另有 author、subject、posted_at。"
            )
            % {"names": listed(sorted(missing))}
        )
    return tuple(names)


def _letter(line: int, names: Sequence[str], cells: Sequence[str], terms: Terms) -> Letter | BadRow:
    if len(cells) != len(names):
        told = {"wanted": len(names), "found": len(cells)}
        return BadRow(line, _("应有 %(wanted)d 列，实有 %(found)d 列") % told)
    row = dict(zip(names, cells, strict=True))
    message = row["message_id"].strip()
    if not message:
        return BadRow(line, _("message_id 是空的，无法防止重复导入"))
    try:
        intake = fit(msgspec.convert(_words(row, terms), Intake))
    except msgspec.ValidationError as error:
        fault = fault_of(error)
        return BadRow(line, f"{_COLUMNS.get(fault.field, fault.field)}:{fault.sentence}")
    except Unfit as refusal:
        return BadRow(line, refusal.sentence)
    except ValueError as error:
        return BadRow(line, str(error))
    return Letter(line, f"{terms.source}/{message}", intake)


def _words(row: dict[str, str], terms: Terms) -> dict[str, object]:
    author = row.get("author", "").strip()
    return {
        "channel": terms.channel,
        "description": row["body"].strip(),
        "subject": row.get("subject", "").strip(),
        "handle": author,
        "no_contact": not author,
        "desired_outcome": terms.desired,
        "region": terms.region,
        "occurred_at": _moment(row.get("posted_at", "").strip()),
    }


def _moment(text: str) -> datetime | None:
    """Local time of Shanghai, in either of the two spellings in use.

    Raises:
        ValueError: it is neither.
    """
    if not text:
        return None
    for spelling in _FORMATS:
        try:
            return datetime.strptime(text, spelling).replace(tzinfo=SHANGHAI)
        except ValueError:
            continue
    told = {"text": text[:40], "sample": "2019/2/28 11:25:05"}
    raise ValueError(_("posted_at“%(text)s”不是时间；请写成 %(sample)s") % told)
