"""Policy packs: list them, or check every one and work out its examples; needs no database.

The operator's other books are checked along with them: escalation.toml with its examples, the
priorities, repeats, signs of outages, routes and categories as far as they can be read.
"""

import argparse
import sys
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import TypedDict

import msgspec
from django.conf import settings
from rich.console import Console
from rich.table import Table

from jiesu.config.own_books import Checked, check_books
from jiesu.rules.clocks.trial import try_examples
from jiesu.rules.policies.pack import Pack
from jiesu.rules.policies.reading import PackError, read_pack
from jiesu.rules.policies.shelf import Shelf, load_shelf, pack_files
from jiesu.rules.workdays.calendar import book_calendar

EXAMPLES = """\
examples:
  jiesu packs list                      every pack: layer, status, from when, on by default
  jiesu packs check                     read all packs and work out their examples
  jiesu packs check --dir /etc/jiesu    with the operator's files before ours
  jiesu packs check --json              one JSON object a pack

check --json: [{"file": "seed-d.toml", "code": "SEED-D", "digest": "…", "rules": 3,
"examples": 5, "faults": []}]. Exit code 1 if any pack has a fault."""


class Report(TypedDict):
    """What checking one file found."""

    file: str
    code: str
    digest: str
    rules: int
    examples: int
    faults: list[str]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare list or check, --dir and --json."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EXAMPLES
    parser.add_argument("what", choices=["list", "check"])
    parser.add_argument(
        "--dir",
        type=Path,
        help="folder that holds packs/ (default JIESU_PACKS_DIR)",
    )
    parser.add_argument("--json", action="store_true", help="answer in JSON")


def run(args: argparse.Namespace) -> int:
    """Answer; 0 if all is well, 1 if a pack has a fault, 2 if the folder is missing."""
    own = args.dir or (Path(settings.PACKS_DIR) if settings.PACKS_DIR else None)
    if own is not None and not own.is_dir():
        print(f"没有文件夹 {own}。请核对 --dir 或 JIESU_PACKS_DIR。", file=sys.stderr)
        return 2
    answer = _check if args.what == "check" else _list
    return answer(own, as_json=args.json)


def _check(own: Path | None, *, as_json: bool) -> int:
    reports = [_report(path) for path in pack_files(own)]
    reports += _together(own, reports)
    reports += [_of_book(own, one) for one in check_books(own)] if own else []
    if as_json:
        print(msgspec.json.encode(reports).decode())
    else:
        _show_reports(reports)
    return int(any(report["faults"] for report in reports))


def _report(path: Path) -> Report:
    try:
        pack = read_pack(path.name, path.read_bytes())
        faults = [str(deviation) for deviation in try_examples(pack, book_calendar())]
    except (PackError, ValueError) as fault:
        return _failed(path.name, str(fault))
    return {
        "file": path.name,
        "code": pack.code,
        "digest": pack.digest,
        "rules": len(pack.rules),
        "examples": len(pack.examples),
        "faults": faults,
    }


def _together(own: Path | None, reports: Iterable[Report]) -> list[Report]:
    """Faults that only show when the packs stand side by side, such as one code in two files."""
    if any(report["faults"] for report in reports):
        return []
    try:
        load_shelf(own)
    except PackError as fault:
        return [_failed("", str(fault))]
    return []


def _of_book(own: Path, one: Checked) -> Report:
    digest = sha256((own / one.file).read_bytes()).hexdigest()
    return {
        "file": one.file,
        "code": "",
        "digest": digest,
        "rules": one.rules,
        "examples": one.examples,
        "faults": one.faults,
    }


def _failed(file: str, fault: str) -> Report:
    return {"file": file, "code": "", "digest": "", "rules": 0, "examples": 0, "faults": [fault]}


def _show_reports(reports: Iterable[Report]) -> None:
    table = Table("文件", "代码", "版本", "规则", "例子", "结果")
    for report in reports:
        counts = str(report["rules"]), str(report["examples"])
        verdict = "\n".join(report["faults"]) or "通过"
        table.add_row(report["file"], report["code"], report["digest"][:12], *counts, verdict)
    Console().print(table)


def _list(own: Path | None, *, as_json: bool) -> int:
    try:
        shelf = load_shelf(own)
    except PackError as fault:
        print(fault, file=sys.stderr)
        return 1
    if as_json:
        print(msgspec.json.encode([_row(pack) for pack in shelf.packs.values()]).decode())
    else:
        _show_packs(shelf)
    return 0


def _row(pack: Pack) -> dict[str, object]:
    return {
        "code": pack.code,
        "title": pack.title_zh,
        "layer": pack.layer.value,
        "seed": pack.seed,
        "verification": pack.verification,
        "from": pack.effective_from,
        "to": pack.effective_to,
        "default_on": pack.default_on,
        "clocks": list(dict.fromkeys(rule.clock for rule in pack.rules)),
        "digest": pack.digest,
    }


def _show_packs(shelf: Shelf) -> None:
    table = Table("代码", "名称", "层级", "核实", "施行", "默认", "时钟")
    for pack in shelf.packs.values():
        until = f" 至 {pack.effective_to}" if pack.effective_to else " 起"
        clocks = " ".join(dict.fromkeys(rule.clock for rule in pack.rules))
        layer = f"{pack.layer.zh}（示范）" if pack.seed else pack.layer.zh
        on = "启用" if pack.default_on else "—"
        term = f"{pack.effective_from}{until}"
        table.add_row(pack.code, pack.title_zh, layer, pack.verification, term, on, clocks)
    Console().print(table)
