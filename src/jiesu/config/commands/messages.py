"""The English catalogue: update it from the code, say what waits for its English, compile it."""

import argparse

from jiesu.config import catalogue


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take whether only to compile."""
    parser.add_argument(
        "--compile", action="store_true", help="only make the catalogue ready for use"
    )


def run(args: argparse.Namespace) -> int:
    """Update and compile; the exit code is 1 while a text has no English."""
    waiting = [] if args.compile else catalogue.update()
    catalogue.compile_english()
    for text in waiting:
        print(text)
    if waiting:
        print(f"{len(waiting)} 条还没有英文，请补入 {catalogue.ENGLISH.name} 后再运行一次。")
    return int(bool(waiting))
