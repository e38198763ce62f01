"""An official notice as an operator brings it: JSON or CSV text read into days (C1)."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from jiesu.kit.text import shortened
from jiesu.rules.workdays.book import plain_kind
from jiesu.rules.workdays.days import KIND_SAID, Day, Kind, Status
from jiesu.rules.workdays.shanghai import WEEKDAYS
from jiesu.rules.workdays.statute import statutory_days

KINDS = {kind.value: kind for kind in Kind} | {said.zh: kind for kind, said in KIND_SAID.items()}
COLUMNS = {"日期": "date", "类型": "kind", "状态": "status", "来源": "source", "名称": "name"}
SHOWN = 10


class UnreadableDaysError(ValueError):
    """The text was refused whole; ``problems`` names each bad line."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        more = f"；另有 {len(problems) - SHOWN} 处" if len(problems) > SHOWN else ""
        super().__init__(f"{'；'.join(problems[:SHOWN])}{more}。一天也没有导入，请改正后重新导入。")


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
        raise UnreadableDaysError(["文件读不下去：引号没有成对，或括号嵌套过深"]) from error


def _read(text: str, source: str) -> list[Day]:
    rows = _json_rows(text) if text.lstrip().startswith(("[", "{")) else _csv_rows(text)
    found: dict[dt.date, tuple[int, Day]] = {}
    problems: list[str] = []
    for line, row in rows:
        try:
            day = _day(row, source)
            _refuse_twice(day.date, found)
            found[day.date] = line, day
        except ValueError as error:
            problems.append(f"第 {line} 行：{error}")
    if problems or not found:
        raise UnreadableDaysError(problems or ["没有读到任何一天"])
    return [day for _, day in found.values()]


def _refuse_twice(on: dt.date, found: Mapping[dt.date, tuple[int, Day]]) -> None:
    if on in found:
        raise ValueError(f"{on} 与第 {found[on][0]} 行重复")


def _csv_rows(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    reader = csv.reader(io.StringIO(text), strict=True)
    heading = [COLUMNS.get(cell.strip(), cell.strip()) for cell in next(reader, [])]
    if not {"date", "kind"} <= set(heading):
        raise UnreadableDaysError(
            ["第 1 行：缺少表头 date,kind（日期,类型），可再加 status,source,name"]
        )
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, dict(zip(heading, map(str.strip, cells), strict=False))


def _json_rows(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableDaysError(
            [f"第 {error.lineno} 行第 {error.colno} 列：不是完整的 JSON"]
        ) from error
    rows = whole if isinstance(whole, list) else whole.get("days")
    if not isinstance(rows, list):
        raise UnreadableDaysError(["第 1 行：JSON 应是一列日期，或含有 days 一项"])
    return zip(_lines_of_rows(text, len(rows), inside=isinstance(whole, dict)), rows, strict=True)


def _lines_of_rows(text: str, number: int, *, inside: bool) -> Iterator[int]:
    """Line on which each row begins; the text is known to be sound JSON."""
    position = text.index("[", text.index('"days"') if inside else 0)
    for _ in range(number):
        position += 1
        while text[position] in " \t\r\n,":
            position += 1
        yield text.count("\n", 0, position) + 1
        position = json.JSONDecoder().raw_decode(text, position)[1] - 1


def _day(row: Mapping[str, Any], source: str) -> Day:
    if not isinstance(row, dict):
        raise ValueError(f"应是一项日期，收到 {shortened(repr(row))}")  # noqa: TRY004 - it becomes a line's problem
    on = _date(row.get("date"))
    told = str(row.get("source") or source)
    if not told:
        raise ValueError("没有写明来源（source）：请写放假安排通知的名称或文号")
    return Day(on, _kind(on, row), _status(row), told, str(row.get("name") or ""))


def _date(text: object) -> dt.date:
    try:
        on = dt.date.fromisoformat(str(text))
    except ValueError:
        raise ValueError(f"日期“{shortened(str(text))}”应写成 2027-01-01 的样子") from None
    statutory_days(on.year)  # refuses a year outside the book
    return on


def _kind(on: dt.date, row: Mapping[str, Any]) -> Kind:
    if isinstance(row.get("isOffDay"), bool):
        return _kind_off(on) if row["isOffDay"] else Kind.MAKEUP_WORK
    kind = KINDS.get(str(row.get("kind")))
    if kind is None:
        raise ValueError(f"类型“{shortened(str(row.get('kind')))}”应为 {'、'.join(KINDS)} 之一")
    fits = {Kind.WORKDAY: Kind.WORKDAY, Kind.WEEKEND: Kind.WEEKEND, Kind.MAKEUP_WORK: Kind.WEEKEND}
    if fits.get(kind, plain_kind(on)) is not plain_kind(on):
        raise ValueError(f"{on} 是{WEEKDAYS[on.weekday()]}，不能是{KIND_SAID[kind].zh}")
    return kind


def _kind_off(on: dt.date) -> Kind:
    if on in statutory_days(on.year):
        return Kind.STATUTORY
    return Kind.WEEKEND if plain_kind(on) is Kind.WEEKEND else Kind.BRIDGE_OFF


def _status(row: Mapping[str, Any]) -> Status:
    told = str(row.get("status") or Status.OFFICIAL)
    if told not in {status.value for status in Status}:
        raise ValueError(f"状态“{shortened(told)}”应为 {'、'.join(Status)} 之一")
    return Status(told)
