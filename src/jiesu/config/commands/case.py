"""Show one complaint: what is known, what was promised, what was done; personal data masked."""

import argparse
import sys
from datetime import datetime

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from jiesu.cases.reading import INCLUDED, Sheet, sheet
from jiesu.cases.titles import state_title, verb_title
from jiesu.people.actor import SYSTEM
from jiesu.rules.workdays.shanghai import SHANGHAI

NEEDS_DATABASE = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take which complaint, and how to tell."""
    parser.add_argument("what", choices=["show"], help="show it")
    parser.add_argument("number", metavar="NUMBER", help="number of the complaint")
    parser.add_argument("--json", action="store_true", help="print it as JSON, as the API gives it")


def run(args: argparse.Namespace) -> int:
    """Show it; 2 if there is no such complaint."""
    found = sheet(SYSTEM, args.number, INCLUDED)
    if found is None:
        print(f"没有编号为 {args.number} 的投诉，请核对编号。", file=sys.stderr)
        return 2
    told = msgspec.json.encode(found)
    if args.json:
        print(told.decode())
    else:
        _show(msgspec.json.decode(told, type=Sheet))
    return 0


def _show(case: Sheet) -> None:
    screen = Console()
    screen.print(_head(case))
    for table in (_promises(case), _ledger(case)):
        screen.print(table)


def _head(case: Sheet) -> Table:
    table = Table(title=case.number, show_header=False)
    rows = {
        "状态": state_title(case.state),
        "分类": f"{case.category}  {case.priority}",
        "收到": _said(case.received_at),
        "下一期限": f"{_said(case.next_due_at)}  {case.next_due_clock}",
        "用户": "  ".join(case.customer.values()),
        "诉求": case.desired_outcome,
        "描述": case.description,
    }
    for name, value in rows.items():
        table.add_row(name, escape(value))
    return table


def _promises(case: Sheet) -> Table:
    table = Table("时限", "依据包", "层级", "到期", "完成", title="时限")
    for owed in case.promises or ():
        row = (owed.clock, owed.pack, owed.layer, _said(owed.due_at), _said(owed.stopped_at))
        table.add_row(*row)
    return table


def _ledger(case: Sheet) -> Table:
    table = Table("序", "时间", "经办", "操作", "至", title="台账")
    for line in case.ledger or ():
        to_state = state_title(line.to_state) if line.to_state else ""
        who = escape(line.by or line.by_kind)
        table.add_row(str(line.seq), _said(line.at), who, verb_title(line.verb), to_state)
    return table


def _said(moment: datetime | None) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if moment else "-"
