"""A row of a list of cases: what it is about, whose it is, and the one time that counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from jiesu.cases.models import Case, PromiseRow
from jiesu.cases.titles import state_title
from jiesu.console.tongue import category_title, clock_title, code_title

PRIORITY_TONES = {"P1": "error", "P2": "warn"}


@dataclass(frozen=True, slots=True)
class Due:
    """What is due next, when, and since when it runs: the colour follows the share left."""

    title: str
    at: datetime
    since: datetime
    provisional: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One case as lists show it; personal data masked (§18)."""

    case: Case
    state: str
    category: str
    channel: str
    tone: str
    """Colour of the priority."""
    badges: tuple[tuple[str, str], ...]
    """Words and colour."""
    who: str
    paused: bool
    due: Due | None


def rows_of(cases: Sequence[Case]) -> list[Row]:
    """Tell the cases of a page; one question for all their promises."""
    began = _running(cases)
    return [_row(case, began.get(case.pk)) for case in cases]


def columns() -> list[str]:
    """Name the columns of a list of cases."""
    return [_("最近时限"), _("投诉"), _("状态"), _("优先级"), _("用户"), _("渠道"), _("专人")]


def _running(cases: Iterable[Case]) -> dict[int, PromiseRow]:
    """Of each case the promise that is due next."""
    ids = [case.pk for case in cases if case.next_due_at]
    told = PromiseRow.objects.filter(
        case__in=ids, due_at=F("case__next_due_at"), clock=F("case__next_due_clock")
    )
    lean = told.filter(stopped_at=None).only("case_id", "started_at", "provisional")
    return {row.case_id: row for row in lean}


def _row(case: Case, running: PromiseRow | None) -> Row:
    due = None
    if case.next_due_at:
        since = running.started_at if running else case.received_at
        title = clock_title(case.next_due_clock)
        due = Due(title, case.next_due_at, since, bool(running and running.provisional))
    return Row(
        case=case,
        state=state_title(case.state),
        category=category_title(case.category) if case.category else "",
        channel=code_title("channels", case.channel),
        tone=PRIORITY_TONES.get(case.priority, ""),
        badges=tuple(_badges(case)),
        who=str(case.masked.get("name", "")),
        paused=bool(case.record.get("paused")),
        due=due,
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
