"""Restore a backup into an empty home, then prove every ledger.

Nothing is restored unless every file is as the manifest says, the database and the evidence are
empty, and the keys open what is inside.
"""

import argparse
import sys
from pathlib import Path

import msgspec

from jiesu.cases.models import Case
from jiesu.config.backups import UnfitBackupError, bring_back

NEEDS_DATABASE = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take which backup, and the keys to it."""
    parser.add_argument("backup", type=Path, metavar="FOLDER", help="folder that backup made")
    parser.add_argument("--keys", type=Path, metavar="FILE", help="keys.json that was kept apart")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(args: argparse.Namespace) -> int:
    """Restore; 1 if a ledger does not prove itself, 2 if nothing could be restored."""
    try:
        broken = bring_back(args.backup, args.keys)
    except UnfitBackupError as error:
        print(error, file=sys.stderr)
        return 2
    cases = Case.objects.count()
    if args.json:
        print(msgspec.json.encode({"cases": cases, "broken": broken}).decode())
    else:
        print(f"已恢复 {cases} 件投诉，台账 {len(broken)} 件不符。现在可以启动：bin/run")
    return 1 if broken else 0
