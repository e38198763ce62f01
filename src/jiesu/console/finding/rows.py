"""A row of a list of cases: what it is about, whose it is, and the one time that counts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import TypedDict

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from jiesu.cases.models import Case, PromiseRow
from jiesu.cases.titles import state_title
from jiesu.console.tongue import category_title, clock_title, code_title

_ANY = "NUMBER"
PRIORITY_TONES = {"P1": "error", "P2": "warn"}


class Due(TypedDict):
    """What is due next, when, and since when it runs: the colour follows the share left."""

    title: str
    at: datetime
    since: datetime
    provisional: bool


class Row(TypedDict):
    """One case as lists show it; personal data masked (§18).

    A mapping, because a template asks a mapping first: fifty rows are two thousand questions.
    """

    number: str
    version: int
    href: str
    clocks: str
    """Where all of its clocks are explained."""
    subject: list[tuple[str, bool]]
    """In pieces; those that were searched for stand out."""
    quoted: list[tuple[str, bool]]
    """Where the words searched for stand in the complaint, if not in the subject."""
    state: str
    category: str
    channel: str
    priority: str
    tone: str
    """Colour of the priority."""
    badges: list[tuple[str, str]]
    """Words and colour."""
    who: str
    owner: str
    ended_at: datetime | None
    paused: bool
    due: Due | None


def rows_of(cases: Sequence[Case]) -> list[Row]:
    """Tell the cases of a page; one question for all their promises."""
    began = _running(cases)
    return [_row(case, began.get(case.pk)) for case in cases]


def address_of(route: str, number: str) -> str:
    """The address of ``route`` for the case ``number``: fifty rows ask for a hundred."""
    return _address(route).replace(_ANY, number)


def columns() -> list[str]:
    """Name the columns of a list of cases."""
    return [_("最近时限"), _("投诉"), _("状态"), _("优先级"), _("用户"), _("渠道"), _("专人")]


@cache
def _address(route: str) -> str:
    return reverse(route, args=[_ANY])


def _running(cases: Iterable[Case]) -> dict[int, PromiseRow]:
    """Of each case the promise that is due next."""
    ids = [case.pk for case in cases if case.next_due_at]
    told = PromiseRow.objects.filter(
        case__in=ids, due_at=F("case__next_due_at"), clock=F("case__next_due_clock")
    )
    lean = told.filter(stopped_at=None).only("case_id", "started_at", "provisional")
    return {row.case_id: row for row in lean}


def _row(case: Case, running: PromiseRow | None) -> Row:
    return Row(
        number=case.number,
        version=case.seq,
        href=address_of("console:case", case.number),
        clocks=address_of("console:clocks", case.number),
        subject=[(case.subject, False)],
        quoted=[],
        state=state_title(case.state),
        category=category_title(case.category) if case.category else "",
        channel=code_title("channels", case.channel),
        priority=case.priority,
        tone=PRIORITY_TONES.get(case.priority, ""),
        badges=list(_badges(case)),
        who=str(case.masked.get("name", "")),
        owner=case.owner.name if case.owner else "",
        ended_at=case.closed_at,
        paused=bool(case.record.get("paused")),
        due=_due(case, running),
    )


def _due(case: Case, running: PromiseRow | None) -> Due | None:
    if case.next_due_at is None:
        return None
    return Due(
        title=clock_title(case.next_due_clock),
        at=case.next_due_at,
        since=running.started_at if running else case.received_at,
        provisional=bool(running and running.provisional),
    )


def _badges(case: Case) -> Iterable[tuple[str, str]]:
    if case.external_source:
        yield _external(case), "info"
    if case.repeat_no > 1:
        yield _("重复 %(n)d") % {"n": case.repeat_no}, "warn"
    if pressed := len(case.record.get("expedites", ())):
        yield _("催办 %(n)d") % {"n": pressed}, "warn"
    if level := case.record.get("escalated"):
        yield _("升级 %(level)s") % {"level": level}, "error"


def _external(case: Case) -> str:
    known = {"g12345": "12345", "g12315": "12315", "miit": _("工信部门")}
    return known.get(case.external_source, case.external_source)
