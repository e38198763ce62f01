"""When a period ends: working days, days, hours, with the reasons (§9); needs no database.

START is a date (2026-09-18: that day 00:00) or a moment (2026-09-18T17:30, 2026-09-18T09:30Z);
without an offset it is Asia/Shanghai. AMOUNT is 30min, 24h, 4sh (service hours 08:00-21:00),
15d (days) or 5wd (working days).
"""

import argparse
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict

import msgspec
from rich.console import Console
from rich.table import Table

from jiesu.kit.text import shortened
from jiesu.rules.wording import in_chinese
from jiesu.rules.workdays.amounts import parse_amount
from jiesu.rules.workdays.calendar import book_calendar
from jiesu.rules.workdays.due import Roll, due, explain
from jiesu.rules.workdays.shanghai import SHANGHAI, said, said_start
from jiesu.rules.workdays.statute import FIRST_YEAR, LAST_YEAR

EXAMPLES = """\
examples:
  jiesu deadline 2026-09-18 5wd                     five working days from a Friday
  jiesu deadline 2026-09-18T17:30 24h               twenty-four hours, Asia/Shanghai
  jiesu deadline 2026-09-18 15d --roll next_wd      a last day off moves to the next working day
  jiesu deadline 2026-09-18 15d --json              one JSON object
  printf '2026-09-18 5wd\\n2026-12-14 15wd\\n' | jiesu deadline --stdin

JSON: {"due_at": "2026-09-25T00:00:00+08:00", "provisional": false, "because": ["…"]}
due_at is an exact moment; the end of a day (24:00) is the midnight that begins the next one.
provisional is true while the official holiday notice that decides the date is not published.
With --stdin each line is answered by one JSON line in order, an unreadable one by
{"error": "…"}; then the exit code is 1. A single question that cannot be read: 2."""


class Answer(TypedDict):
    """What one question gets."""

    due_at: str
    provisional: bool
    because: tuple[str, ...]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare START, AMOUNT, --roll, --json and --stdin."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EXAMPLES
    parser.add_argument("start", nargs="?", metavar="START", help="ISO date or moment")
    parser.add_argument("amount", nargs="?", metavar="AMOUNT", help="30min 24h 4sh 15d 5wd")
    parser.add_argument(
        "--roll",
        choices=[roll.value for roll in Roll],
        default=Roll.NONE.value,
        help="what a period of days does when its last day is off (default: none, it stays)",
    )
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument(
        "--stdin", action="store_true", help="read START AMOUNT lines, answer JSON lines"
    )


def run(args: argparse.Namespace) -> int:
    """Answer; 0 if every question could be read, 1 or 2 if not."""
    roll = Roll(args.roll)
    if args.stdin:
        lines = (line.decode(errors="replace") for line in sys.stdin.buffer)
        return _answer_lines(lines, roll)
    if not args.start or not args.amount:
        print("请给出起算时间和期限，例如：jiesu deadline 2026-09-18 5wd", file=sys.stderr)
        return 2
    try:
        start, answer = _answer(args.start, args.amount, roll)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    if args.json:
        print(msgspec.json.encode(answer).decode())
    else:
        _show(start, args.amount, answer)
    return 0


def _answer_lines(lines: Iterable[str], roll: Roll) -> int:
    failed = 0
    for line in lines:
        try:
            print(msgspec.json.encode(_answer_line(line, roll)).decode(), flush=True)
        except ValueError as error:
            failed = 1
            print(msgspec.json.encode({"error": str(error)}).decode(), flush=True)
    return failed


def _answer_line(line: str, roll: Roll) -> Answer:
    *start, amount = line.split() or [""]
    if not start:
        raise ValueError(
            f"这一行应写“起算时间 期限”，例如 2026-09-18 5wd；收到“{shortened(line.strip())}”。"
        )
    return _answer(" ".join(start), amount, roll)[1]


def _answer(start: str, amount: str, roll: Roll) -> tuple[datetime, Answer]:
    begun, length, calendar = _moment(start), parse_amount(amount), book_calendar()
    end = due(begun, length, calendar, roll=roll)
    return begun, {
        "due_at": end.at.astimezone(SHANGHAI).isoformat(),
        "provisional": end.provisional,
        "because": tuple(map(in_chinese, explain(begun, length, calendar, roll=roll))),
    }


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)  # a bare date is its 00:00
    except ValueError:
        raise ValueError(
            f"看不懂起算时间“{shortened(text)}”。请写成 2026-09-18 或 2026-09-18T17:30。"
        ) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(
            f"只能计算 {FIRST_YEAR} 到 {LAST_YEAR} 年，收到 {moment.year} 年；请核对。"
        )
    return moment


def _show(start: datetime, amount: str, answer: Answer) -> None:
    end = said(datetime.fromisoformat(answer["due_at"]), year=True)
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("起算", said_start(start, year=True))
    table.add_row("期限", amount)
    table.add_row("到期", f"{end}  预计" if answer["provisional"] else end)
    for number, reason in enumerate(answer["because"]):
        table.add_row("" if number else "依据", reason)
    Console().print(table)
