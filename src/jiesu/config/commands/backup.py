"""Back up the database and the files of evidence, with a manifest; the keys are kept apart.

The product may go on working. Without the keys the backup opens no personal data: keep keys.json
elsewhere (--keys-to copies it). docs/how-to/back-up-and-restore.md tells how to restore.
"""

import argparse
import sys
from pathlib import Path

import msgspec
from django.utils import timezone

from jiesu.config.backups import make_backup
from jiesu.kit.home import keep_private
from jiesu.kit.keyring import keys_file, ring_at_home, written

NEEDS_DATABASE = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take where to write it."""
    parser.add_argument("to", type=Path, metavar="FOLDER", help="a folder of its own is made in it")
    parser.add_argument("--keys-to", type=Path, metavar="FILE", help="copy the keys to this file")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(args: argparse.Namespace) -> int:
    """Back up; 1 if it cannot be written (nothing is left then), 2 if the keys would lie in it."""
    if args.keys_to and args.to.resolve() in args.keys_to.resolve().parents:
        print("密钥不能与备份放在一起，没有备份。请为 --keys-to 另选位置。", file=sys.stderr)
        return 2
    place = make_backup(args.to.resolve(), at=timezone.now())
    if args.keys_to:
        keep_private(args.keys_to, lambda: written(ring_at_home()))
    if args.json:
        print(msgspec.json.encode({"backup": str(place)}).decode())
    else:
        kept = args.keys_to or keys_file()
        print(f"已备份到 {place}。密钥不在其中，请另行保管 {kept}：没有它就打不开个人信息。")
    return 0
