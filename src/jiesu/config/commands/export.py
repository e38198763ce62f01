"""Export complaints as JSON lines, personal data masked, oldest first; memory stays small."""

import argparse
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO

import msgspec

from jiesu.cases.reading import INCLUDED, Sheet, sheets

NEEDS_DATABASE = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take what, where to, and what comes along."""
    parser.add_argument("what", choices=["cases"], help="complaints, one a line")
    parser.add_argument("--to", type=Path, metavar="FILE", help="file to write; else to the screen")
    parser.add_argument(
        "--include",
        default="",
        metavar="PARTS",
        help=f"what comes along, joined by commas: {', '.join(INCLUDED)}",
    )
    parser.add_argument("--json", action="store_true", help="the same: the lines are JSON anyway")


def run(args: argparse.Namespace) -> int:
    """Export; 2 if something is to come along that there is not."""
    parts = [part for part in args.include.split(",") if part]
    if unknown := [part for part in parts if part not in INCLUDED]:
        told = "、".join(INCLUDED)
        print(f"没有 {'、'.join(unknown)}，未导出。可选：{told}。", file=sys.stderr)
        return 2
    with args.to.open("wb") if args.to else nullcontext(sys.stdout.buffer) as file:
        written = _write(sheets(parts), file)
    print(f"已导出 {written} 件。", file=sys.stderr)
    return 0


def _write(found: Iterable[Sheet], file: BinaryIO) -> int:
    written = 0
    for one in found:
        file.write(msgspec.json.encode(one) + b"\n")
        written += 1
    return written
