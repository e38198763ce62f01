"""The keys that seal personal data: list them, rotate them, finish a rotation broken off."""

import argparse

from jiesu.kit.keyring import add_key, keys_file, ring_at_home
from jiesu.kit.resealing import registered, reseal

NEEDS_DATABASE = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do with the keys."""
    parser.add_argument(
        "act",
        choices=("list", "rotate", "reseal"),
        help="rotate: add a key and seal everything under it; reseal: go on after an interruption",
    )


def run(args: argparse.Namespace) -> None:
    """Do it and say what was done."""
    if args.act == "list":
        _list()
        return
    if args.act == "rotate":
        print(f"新密钥 {add_key()} 已启用（{keys_file()}）；旧密钥保留，用于打开备份。")
    _reseal_all()


def _list() -> None:
    ring = ring_at_home()
    for key_id in ring.keys:
        print(f"{key_id}{' 启用' if key_id == ring.active else ''}")


def _reseal_all() -> None:
    total = 0
    for column in registered():
        count = reseal(column)
        total += count
        print(f"{column.table}.{column.column}：重新加密 {count} 条")
    print(f"共 {total} 条；中断后可用 jiesu keys reseal 继续。")
