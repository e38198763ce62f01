"""An official notice as an operator brings it: JSON or CSV text read into days (C1)."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jiesu.kit.text import one_line, shortened
from jiesu.rules.reason import Quote, Reason, ReasonedError, why
from jiesu.rules.workdays.book import plain_kind
from jiesu.rules.workdays.days import KIND_SAID, Day, Kind, Status
from jiesu.rules.workdays.statute import FIRST_YEAR, LAST_YEAR, statutory_days

KINDS = {kind.value: kind for kind in Kind} | {said.zh: kind for kind, said in KIND_SAID.items()}
COLUMNS = {"日期": "date", "类型": "kind", "状态": "status", "来源": "source", "名称": "name"}
MOST_LINES = 3
"""Lines enough to see that a fault runs through the whole text."""
BLANK = " \t\r\n"
JSON = json.JSONDecoder(parse_int=str)
"""Words may be figures, and a figure of any length is a word."""


class UnreadableDaysError(ReasonedError, ValueError):
    """The text was refused whole; every bad line is named, and a fault that many share once."""

    def __init__(self, *problems: Reason) -> None:
        super().__init__(why("days_refused", problems=problems))


def parse_days(text: str, source: str = "") -> list[Day]:
    """Read a list of days; ``source`` names the notice for the rows that do not name theirs.

    CSV has a heading ``date,kind[,status,source,name]`` (or 日期,类型,状态,来源,名称). JSON is a
    list of such rows, or ``{"days": [...]}`` whose rows may say ``isOffDay`` instead of ``kind``,
    as the public holiday-cn files do. Kinds are the words of ``Kind`` or their Chinese names;
    ``status`` is OFFICIAL unless told. Raises UnreadableDaysError naming every bad line.
    """
    try:
        return _read(text.removeprefix("\ufeff"), source)
    except (csv.Error, RecursionError) as error:
        raise UnreadableDaysError(why("days_unreadable")) from error


def _read(text: str, source: str) -> list[Day]:
    rows = _json_rows(text) if text.lstrip().startswith(("[", "{")) else _csv_rows(text)
    found: dict[dt.date, tuple[int, Day]] = {}
    problems: dict[str, list[tuple[int, Reason]]] = {}
    for line, row in rows:
        try:
            day = _day(row, source)
            _refuse_twice(day.date, found)
            found[day.date] = line, day
        except ReasonedError as error:
            problems.setdefault(error.because.code, []).append((line, error.because))
    if problems:
        raise UnreadableDaysError(*map(_where, problems.values()))
    if not found:
        raise UnreadableDaysError(why("days_none"))
    return [day for _, day in found.values()]


def _where(alike: Sequence[tuple[int, Reason]]) -> Reason:
    """Say a fault as its first line has it, and which lines have it."""
    (first, what), *_others = alike
    if len(alike) == 1:
        return why("days_line", line=first, what=what)
    lines = [line for line, _ in alike]
    if len(lines) <= MOST_LINES:
        return why("days_lines", lines=lines, what=what)
    return why("days_many_lines", lines=lines[:MOST_LINES], n=len(lines), what=what)


def _refuse_twice(on: dt.date, found: Mapping[dt.date, tuple[int, Day]]) -> None:
    if on in found:
        raise ReasonedError(why("days_twice", on=on.isoformat(), line=found[on][0]))


def _csv_rows(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    reader = csv.reader(io.StringIO(text), strict=True)
    heading = [COLUMNS.get(cell.strip(), cell.strip()) for cell in next(reader, [])]
    if not {"date", "kind"} <= set(heading):
        raise UnreadableDaysError(why("days_heading"))
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, dict(zip(heading, map(str.strip, cells), strict=False))


def _json_rows(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        whole = JSON.decode(text)
    except json.JSONDecodeError as error:
        at = {"line": error.lineno, "column": error.colno}
        raise UnreadableDaysError(why("days_no_json", **at)) from error
    rows = whole if isinstance(whole, list) else whole.get("days")
    if not isinstance(rows, list):
        raise UnreadableDaysError(why("days_no_list"))
    begin = _list_of_days(text) if isinstance(whole, dict) else text.index("[")
    return zip(_lines_of_rows(text, begin, len(rows)), rows, strict=True)


def _list_of_days(text: str) -> int:
    """Where the list called days begins; of two the last, which is the one that was read."""
    found, position = 0, _past(text, text.index("{") + 1, BLANK)
    while text[position] != "}":
        name, position = JSON.raw_decode(text, position)
        position = _past(text, position, BLANK + ":")
        found = position if name == "days" else found
        position = _past(text, JSON.raw_decode(text, position)[1], BLANK + ",")
    return found


def _lines_of_rows(text: str, begin: int, number: int) -> Iterator[int]:
    """Line on which each row begins; the text is known to be sound JSON."""
    position = begin + 1
    for _ in range(number):
        position = _past(text, position, BLANK + ",")
        yield text.count("\n", 0, position) + 1
        position = JSON.raw_decode(text, position)[1]


def _past(text: str, position: int, signs: str) -> int:
    while text[position] in signs:
        position += 1
    return position


def _day(row: Mapping[str, Any], source: str) -> Day:
    if not isinstance(row, dict):
        raise ReasonedError(why("days_no_day", told=_quoted(row)))
    on = _date(row.get("date"))
    told = one_line(str(row.get("source") or source))
    if not told:
        raise ReasonedError(why("days_no_source"))
    name = one_line(str(row.get("name") or ""))
    return Day(on, _kind(on, row), _status(row), told, name)


def _date(text: object) -> dt.date:
    try:
        on = dt.date.fromisoformat(str(text))
    except ValueError:
        raise ReasonedError(why("days_date", told=_quoted(text))) from None
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise ReasonedError(
            why("days_year", on=on.isoformat(), first=str(FIRST_YEAR), last=str(LAST_YEAR))
        )
    return on


def _kind(on: dt.date, row: Mapping[str, Any]) -> Kind:
    if isinstance(row.get("isOffDay"), bool):
        return _kind_off(on) if row["isOffDay"] else Kind.MAKEUP_WORK
    kind = KINDS.get(str(row.get("kind")))
    if kind is None:
        names = [Quote(said.zh) for said in KIND_SAID.values()]
        told = _quoted(row.get("kind"))
        raise ReasonedError(why("days_kind", told=told, codes=list(Kind), names=names))
    fits = {Kind.WORKDAY: Kind.WORKDAY, Kind.WEEKEND: Kind.WEEKEND, Kind.MAKEUP_WORK: Kind.WEEKEND}
    if fits.get(kind, plain_kind(on)) is not plain_kind(on):
        raise ReasonedError(why("days_unlike", year=str(on.year), day=on, kind=KIND_SAID[kind]))
    return kind


def _kind_off(on: dt.date) -> Kind:
    if on in statutory_days(on.year):
        return Kind.STATUTORY
    return Kind.WEEKEND if plain_kind(on) is Kind.WEEKEND else Kind.BRIDGE_OFF


def _status(row: Mapping[str, Any]) -> Status:
    told = str(row.get("status") or Status.OFFICIAL)
    if told not in {status.value for status in Status}:
        raise ReasonedError(why("days_status", told=_quoted(told), codes=list(Status)))
    return Status(told)


def _quoted(told: object) -> Quote:
    """What stands in the file, short and on one line."""
    return Quote(shortened(one_line(str(told))))
