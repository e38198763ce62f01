"""Derive cases, clocks and search words anew from the ledgers; where they differ, those win."""

import argparse
import sys

import msgspec
from rich.console import Console
from rich.table import Table

from jiesu.cases.rebuild import differs_still, each_case, rebuild
from jiesu.cases.tally import rebuild_tally, tally_differences

NEEDS_DATABASE = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take which complaint, and whether to look only."""
    parser.add_argument("number", nargs="?", metavar="NUMBER", help="one complaint; else all")
    parser.add_argument("--check", action="store_true", help="tell what differs, change nothing")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(args: argparse.Namespace) -> int:
    """Rebuild; 1 if --check found something, 2 if there is no such complaint, else 0."""
    work = differs_still if args.check else rebuild
    read, found = 0, dict[str, list[str]]()
    for case in each_case(args.number):
        read += 1
        if told := work(case):
            found[case.number] = told
    if args.number and not read:
        print(f"没有编号为 {args.number} 的投诉，请核对编号。", file=sys.stderr)
        return 2
    if not args.number and (told := (tally_differences if args.check else rebuild_tally)()):
        found["tally"] = told
    if args.json:
        print(msgspec.json.encode({"cases": read, "differences": found}).decode())
    else:
        _show(read, found, check=args.check)
    return 1 if args.check and found else 0


def _show(read: int, found: dict[str, list[str]], *, check: bool) -> None:
    if not found:
        print(f"{read} 件投诉与台账一致，无需改动。")
        return
    done = "不符，未改动" if check else "不符，已按台账改正"
    table = Table("编号", "不符之处", title=f"{read} 件中 {len(found)} 件{done}")
    for number, told in found.items():
        table.add_row(number, "\n".join(told))
    Console().print(table)
