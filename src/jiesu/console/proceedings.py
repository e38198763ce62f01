"""Lists of what runs beside complaints: work orders, appeals, rectifications."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiesu.cases.models import Case, Part, Proceeding, PromiseRow
from jiesu.cases.quality import quality_unseen
from jiesu.cases.titles import state_title
from jiesu.console.dues_beside import earliest_dues
from jiesu.console.machines import LISTED, called
from jiesu.console.page import shown
from jiesu.console.tongue import clock_title
from jiesu.oversight.register import served
from jiesu.people.actor import Actor
from jiesu.people.doors import StaffRequest, door

PAGE = 50
WHOSE = ("mine", "unit", "all")


def register_of(machine: str, route: str) -> Callable[[HttpRequest], HttpResponseBase]:
    """Make the screen that lists the proceedings of ``machine``."""

    @door("view_case")
    def register(request: StaffRequest) -> HttpResponse:
        whose = request.GET.get("whose", "all")
        whose = whose if whose in WHOSE else "all"
        ended = request.GET.get("ended") == "true"
        rows, after = _page(_seen(request.actor, machine, whose, ended=ended), request.GET)
        here = f"{reverse(route)}?whose={whose}{'&ended=true' if ended else ''}"
        serving = served(request.actor, rows) if machine == "rectification" else {}
        dues = {} if ended else earliest_dues(rows, machine)
        told = {
            "title": LISTED[machine],
            "now": timezone.now(),
            "rows": [_told(row, serving, dues) for row in rows],
            "tabs": _tabs(whose, ended=ended),
            "columns": _columns(serving=bool(serving)),
            "first": here if "after" in request.GET else "",
            "after": f"{here}&after={after}" if after else "",
        }
        return shown(request, "console/register.html", told)

    return register


def _told(
    row: Proceeding, serving: Mapping[str, Any], dues: Mapping[str, PromiseRow]
) -> dict[str, Any]:
    due = dues.get(row.number)
    return {
        "due": due,
        "promised": clock_title(due.clock) if due else "",
        "row": row,
        "called": called(row),
        "state": state_title(row.state),
        "serves": serving.get(row.number),
    }


def _seen(actor: Actor, machine: str, whose: str, *, ended: bool) -> QuerySet[Proceeding]:
    seen = Proceeding.objects.filter(
        quality_unseen(actor),
        machine=machine,
        closed_at__isnull=not ended,
        case__in=Case.objects.visible_to(actor).order_by().values("pk"),
    )
    if whose == "mine":
        seen = seen.filter(_mine(actor, machine))
    elif whose == "unit":
        seen = seen.filter(unit__path__startswith=actor.unit_path)
    return seen.select_related("case", "unit", "assignee").order_by("-opened_at", "-id")


def _mine(actor: Actor, machine: str) -> Q:
    """What lies with the person; an appeal also with whoever looks into it anew (§11.7)."""
    mine = Q(assignee=actor.staff_id)
    if machine != "appeal":
        return mine
    looked = Part.objects.filter(staff=actor.staff_id, part="appeal_investigator", until=None)
    return mine | Q(case__in=looked.values("case"))


def _columns(*, serving: bool) -> list[str]:
    every = [_("编号"), _("投诉"), _("状态"), _("承办单位"), _("承办人"), _("开始"), _("时限")]
    return [*every, _("涉及投诉")] if serving else every


def _page(seen: QuerySet[Proceeding], asked: QueryDict) -> tuple[list[Proceeding], str]:
    if mark := _mark(asked.get("after", "")):
        at, last_id = mark
        seen = seen.filter(Q(opened_at__lt=at) | Q(opened_at=at, id__lt=last_id))
    rows = list(seen[: PAGE + 1])
    if len(rows) <= PAGE:
        return rows, ""
    end = rows[PAGE - 1]
    return rows[:PAGE], f"{quote(end.opened_at.isoformat())},{end.pk}"


def _mark(after: str) -> tuple[datetime, int] | None:
    """Read where the page before ended; what nobody wrote begins at the beginning."""
    moment, _comma, last = after.partition(",")
    try:
        return datetime.fromisoformat(moment), int(last)
    except ValueError:
        return None


def _tabs(whose: str, *, ended: bool) -> list[tuple[str, str, bool]]:
    titles = (("all", _("全部可见")), ("unit", _("本单位")), ("mine", _("我的")))
    running = [(f"?whose={w}", title, w == whose and not ended) for w, title in titles]
    return [*running, ("?ended=true", _("已结束的"), ended)]
