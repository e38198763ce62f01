"""The keys that seal personal data: list them, rotate them, finish a rotation broken off."""

import argparse
import sys
from collections.abc import Callable

from jiesu.kit.keyring import add_key, keys_file, ring_at_home
from jiesu.kit.resealing import registered, reseal

NEEDS_DATABASE = True
_MOST_TIMES_AGAIN = 3
"""A contact that began before the new key was there is stored soon after."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do with the keys."""
    parser.add_argument(
        "act",
        choices=("list", "rotate", "reseal"),
        help="rotate: add a key and seal everything under it; reseal: go on after an interruption",
    )


def run(args: argparse.Namespace) -> int:
    """Do it and say what was done; 1 if a value does not open and was left as it is."""
    if args.act == "list":
        _list()
        return 0
    if args.act == "rotate":
        print(f"新密钥 {add_key()} 已启用（{keys_file()}）；旧密钥保留，用于打开备份。")
    return _reseal_all()


def _list() -> None:
    ring = ring_at_home()
    for key_id in ring.keys:
        print(f"{key_id}{' 启用' if key_id == ring.active else ''}")


def _reseal_all() -> int:
    """Go through all columns, and again for what was sealed under the old key meanwhile."""
    total, lost = _through(print)
    for _time in range(_MOST_TIMES_AGAIN):
        more, lost = _through(lambda _line: None)
        total += more
        if not more:
            break
    print(f"共 {total} 条；中断后可用 jiesu keys reseal 继续。")
    for one in lost:
        print(f"未能打开，保持原样：{one}", file=sys.stderr)
    return int(bool(lost))


def _through(tell: Callable[[str], None]) -> tuple[int, list[str]]:
    """Once through all columns: how many values were old, and which do not open."""
    total, lost = 0, list[str]()
    for column in registered():
        count = reseal(column, lost=lost)
        total += count
        tell(f"{column.table}.{column.column}：重新加密 {count} 条")
    return total, lost
