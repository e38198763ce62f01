"""Import letters in bulk; what came before is skipped, so a broken run is simply run again.

FILE is a CSV with a heading: message_id and body are needed; author, subject and posted_at
(2019/2/28 11:25:05 or 2019-02-28 11:25:05, Asia/Shanghai) are used; other columns are not. It may
be UTF-8, with or without BOM, or GB18030. Every letter goes through the normal intake: number,
category, priority, clocks, acknowledgement. It is received now, when it reaches us; when it was
posted is kept beside (C8). A row that cannot be taken is reported with its line, and the rest goes
in: exit code 1. The last line is {"read": …, "created": …, "skipped": …, "failed": …}.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from jiesu.cases.intake.contact import Channel
from jiesu.cases.refusals import Refusal
from jiesu.channels.message_board import NotALetterFileError, Terms, read_sheet
from jiesu.config.importing import Tally, store_all
from jiesu.rules.regions import region_known

NEEDS_DATABASE = True
_USUAL = Terms()
_TITLES = {"read": "读取", "created": "新建", "skipped": "已有，跳过", "failed": "未能导入"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file and what holds for all its letters."""
    parser.add_argument("what", choices=["messages"], help="letters of a message board")
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV file")
    parser.add_argument("--source", default=_USUAL.source, help="name of the board")
    parser.add_argument(
        "--channel", choices=get_args(Channel), default=_USUAL.channel, metavar="CODE",
        help="channel of the letters (default: social)",
    )  # fmt: skip
    parser.add_argument(
        "--region", type=_region, default="", help="GB/T 2260 code of the city they belong to"
    )
    parser.add_argument(
        "--desired",
        default=_USUAL.desired,
        help="wish noted for letters that state none; empty leaves them to be completed by hand",
    )
    parser.add_argument("--encoding", default="", help="of the file, if it is not found out right")
    parser.add_argument("--batch", type=_positive, default=200, help="letters a transaction")
    parser.add_argument("--processes", type=_positive, default=1, help="how many work at once")
    parser.add_argument("--json", action="store_true", help="no table before the result")


def run(args: argparse.Namespace) -> int:
    """Import; 0 if every row went in or was there, 1 if some did not, 2 if the file will not do."""
    terms = Terms(args.source, args.channel, args.region, args.desired)
    total = Tally()
    try:
        sheet, rows = read_sheet(args.file, terms, args.encoding)
        stored = store_all(sheet, rows, batch=args.batch, processes=args.processes)
        for tally in _watched(stored, total):
            for bad in tally.bad:
                print(f"第 {bad.line} 行未导入：{bad.why}", file=sys.stderr)
    except OSError as error:
        print(f"无法读取 {args.file}({error.strerror})。请核对文件名和权限。", file=sys.stderr)
        return 2
    except (NotALetterFileError, LookupError, Refusal) as error:
        print(error, file=sys.stderr)
        return 2
    _show(total, as_json=args.json)
    return 1 if total.failed else 0


def _watched(stored: Iterator[Tally], total: Tally) -> Iterator[Tally]:
    """Count, and show on a terminal how far it is."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    screen = Console(stderr=True)
    # Shown when told to: a thread of its own would not survive that processes are forked.
    with Progress(
        *columns, console=screen, disable=not screen.is_terminal, auto_refresh=False
    ) as progress:
        task = progress.add_task("导入", total=None)
        for tally in stored:
            total.add(tally)
            told = f"已读 {total.read}，新建 {total.created}"
            progress.update(task, description=told, refresh=True)
            yield tally


def _show(total: Tally, *, as_json: bool) -> None:
    """One line of JSON at the end; before it a table for whoever watches."""
    counts = {name: getattr(total, name) for name in _TITLES}
    screen = Console(stderr=True)
    if screen.is_terminal and not as_json:
        table = Table(*_TITLES.values())
        table.add_row(*map(str, counts.values()))
        screen.print(table)
    print(msgspec.json.encode(counts).decode())


def _region(text: str) -> str:
    if text and not region_known(text):
        raise argparse.ArgumentTypeError(f"没有地区代码 {text}，未导入。请填写六位行政区划代码。")
    return text


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text}: a whole number from 1")
    return int(text)
