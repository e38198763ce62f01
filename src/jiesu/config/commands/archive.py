"""Archives: show what a package holds, prove one or all against the ledger."""

import argparse
import sys
import zipfile
from collections.abc import Iterable

from jiesu.cases.archives import package_of, prove
from jiesu.cases.models import Case
from jiesu.cases.refusals import Refusal

NEEDS_DATABASE = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do, and with which complaint."""
    subs = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    show = subs.add_parser("show", help="list what a package holds")
    show.add_argument("number", help="number of the complaint")
    verify = subs.add_parser("verify", help="prove packages: hash in the ledger, every member")
    verify.add_argument("number", nargs="?", help="number of the complaint; all if none is told")


def run(args: argparse.Namespace) -> int:
    """Show or prove; 1 if something does not hold."""
    cases = Case.objects.filter(number=args.number) if args.number else _all()
    try:
        if args.what == "show":
            return _show(cases)
        return _verify(cases)
    except Refusal as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 1


def _all() -> Iterable[Case]:
    packed = Case.objects.filter(state="ARCHIVED").exclude(record__has_key="erased")
    return packed.order_by("id").iterator()


def _show(cases: Iterable[Case]) -> int:
    for case in cases:
        path = package_of(case)
        print(f"{case.number}  {path}")
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                print(f"{member.file_size:>12}  {member.filename}")
        return 0
    print("没有找到这件投诉，请核对编号。", file=sys.stderr)
    return 1


def _verify(cases: Iterable[Case]) -> int:
    proven, broken = 0, 0
    for case in cases:
        faults = prove(case)
        proven += 1
        broken += bool(faults)
        for fault in faults:
            print(f"{case.number}  {fault.member}: {fault.why}")
    print(f"已核对 {proven} 份档案，{broken} 份不符。")
    return 1 if broken else 0
