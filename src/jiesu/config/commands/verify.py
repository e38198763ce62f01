"""Prove the ledgers: every hash, every sealed content, nothing added, removed or changed."""

import argparse
import sys
from collections.abc import Iterator

import msgspec
from rich.console import Console
from rich.table import Table

from jiesu.cases.models import Case
from jiesu.cases.verify import Break, verify, verify_all

NEEDS_DATABASE = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take which complaint, and how to tell."""
    parser.add_argument("number", nargs="?", metavar="NUMBER", help="one complaint; else all")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(args: argparse.Namespace) -> int:
    """Verify; 0 if all ledgers hold, 1 if one is broken, 2 if there is no such complaint."""
    read, broken = 0, list[Break]()
    for cases, found in _one(args.number) if args.number else verify_all():
        read += cases
        broken += found
    if args.number and not read:
        print(f"没有编号为 {args.number} 的投诉，请核对编号。", file=sys.stderr)
        return 2
    if args.json:
        print(msgspec.json.encode({"cases": read, "broken": broken}).decode())
    else:
        _show(read, broken)
    return 1 if broken else 0


def _one(number: str) -> Iterator[tuple[int, list[Break]]]:
    for case in Case.objects.filter(number=number):
        found = verify(case)
        yield 1, [found] if found else []


def _show(read: int, broken: list[Break]) -> None:
    if not broken:
        print(f"{read} 件投诉的台账完整，逐条相符。")
        return
    table = Table("编号", "首条不符", "问题", title=f"{read} 件中 {len(broken)} 件不符")
    for one in broken:
        table.add_row(one.number, str(one.seq), one.what)
    Console().print(table)
