"""Measure this build: each bench beside its own baseline, all in one table.

Runs from a checkout (the benches are not part of the installed package) and needs wrk. The full run
is the one the goals are about: it loads a million cases, wants 20 GB of disk and takes half an hour
on two cores; --quick tries the same on small numbers in two minutes and says nothing about goals.
Its databases lie under .cache/bench and are dropped at the end; --keep leaves the grounds for the
next run. Exit code 1: a goal was missed.
"""

import argparse
import json
import os
import subprocess
import sys

from django.conf import settings

BENCHES = ("create", "open", "queue", "search", "importing", "clocks", "console")
_SIZES = ("cases", "many", "seconds", "rounds", "letters", "clocks", "rate", "falling")
_QUICK = {
    "cases": 2_000, "many": 6_000, "seconds": 2, "rounds": 1, "letters": 1_000, "clocks": 24_000,
    "rate": 100, "falling": 6,
}  # fmt: skip
_TOP = settings.PACKAGE.parent.parent


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take which benches, how large, and how to tell the result."""
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)}")
    parser.add_argument("--quick", action="store_true", help="a trial on small numbers")
    parser.add_argument("--cases", type=int, help="cases to create, open, queue and import among")
    parser.add_argument("--many", type=int, help="cases to search among, and of the longest queue")
    parser.add_argument("--seconds", type=int, help="seconds a measurement")
    parser.add_argument("--rounds", type=int, help="measurements of which the median is shown")
    parser.add_argument("--letters", type=int, help="letters of a bulk import")
    parser.add_argument("--clocks", type=int, help="open promises")
    parser.add_argument("--rate", type=int, help="promises that fall due each second")
    parser.add_argument("--falling", type=int, help="seconds for which they fall")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--markdown", default="", metavar="FILE", help="write the table there too")
    parser.add_argument("--keep", action="store_true", help="keep the databases for the next run")


def run(args: argparse.Namespace) -> int:
    """Run the benches named (all without names)."""
    if not (_TOP / "bench").is_dir():
        print("没有找到 bench/ 目录：性能测量只能在源码目录中运行。请先克隆源码。", file=sys.stderr)
        return 2
    if unknown := sorted(set(args.names) - set(BENCHES)):
        print(f"没有这些测量：{', '.join(unknown)}。可选：{', '.join(BENCHES)}。", file=sys.stderr)
        return 2
    home = _TOP / ".cache" / "bench"
    home.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "JIESU_HOME": str(home), "JIESU_DEMO": "1"}
    environment |= {"JIESU_LOG_LEVEL": "WARNING"}
    environment.pop("JIESU_DATABASE_URL", None)
    words = [sys.executable, "-m", "bench", json.dumps(told(args))]
    return subprocess.run(words, env=environment, cwd=_TOP, check=False).returncode


def told(args: argparse.Namespace) -> dict[str, object]:
    """What ``bench`` reads: the sizes that differ from those of the full run, and how to tell."""
    sizes = {name: size for name in _SIZES if (size := getattr(args, name)) is not None}
    return {
        "names": args.names or BENCHES,
        **(_QUICK if args.quick else {}),
        **sizes,
        "json": args.json,
        "markdown": args.markdown,
        "keep": args.keep,
    }
