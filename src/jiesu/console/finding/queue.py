"""The queue: cases by the next deadline, fifty at a time."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiesu.cases.book import taxonomy
from jiesu.cases.flow import OPEN
from jiesu.cases.titles import STATES
from jiesu.console.finding.asked import NAME, look_of_address, pairs_of
from jiesu.console.finding.conditions import ENDED, LEVELS, Conditions, Whose
from jiesu.console.finding.counters import counters
from jiesu.console.finding.narrowing import narrowed
from jiesu.console.finding.paging import page_of, read_place
from jiesu.console.finding.rows import columns, rows_of
from jiesu.console.finding.several import MOST_AT_ONCE, verbs_together
from jiesu.console.finding.views import look_of, view_named, views_of
from jiesu.console.models import View
from jiesu.console.page import shown
from jiesu.people.actor import Actor
from jiesu.people.doors import StaffRequest, door
from jiesu.ui.fields import Choice, Field
from jiesu.ui.tongue import named

_KEPT = frozenset({"whose", "owner", "unit", "channel", "within", "today", "older", "flag", NAME})
"""Conditions of a tab or a view that filtering further keeps; they have no field in the queue."""
_OWN_CASES = frozenset({"R07", "R11", "R16"})


@door("view_case")
def queue(request: StaffRequest) -> HttpResponse:
    """Show the queue, narrowed by what the address says."""
    now = timezone.now()
    view = view_named(request.actor, request.GET.get("view", ""))
    session, begin = request.session, usual(request.actor)
    conditions = look_of(view) if view else look_of_address(request.GET, session, begin)
    pairs = pairs_of(session, conditions)
    place = read_place(request.GET.get("after", "")[:60])
    found = narrowed(request.actor, conditions, now)
    cases, after = page_of(found, place, ended=conditions.ended)
    bulk = verbs_together(request.actor)
    address = urlencode({"view": view.pk}) if view else urlencode(pairs)
    here = f"{reverse('console:queue')}?{address}"
    fields = _fields(conditions, pairs)
    told = {
        "rows": rows_of(cases, now, choosing=bool(bulk)),
        "headings": [_("选择"), *columns()] if bulk else columns(),
        "fields": fields,
        "narrowed": any(one.value for one in fields if one.kind != "hidden"),
        "counters": counters(request.actor, conditions, now),
        "views": [*view_tabs(request.actor, view)],
        "view": view,
        "query": urlencode(pairs),
        "bulk": bulk,
        "most": MOST_AT_ONCE,
        "first": here if place else "",
        "after": f"{here}&{urlencode({'after': after})}" if after else "",
    }
    return shown(request, "console/finding/queue.html", told)


def view_tabs(actor: Actor, present: View | None) -> Iterable[tuple[str, str, bool]]:
    """The person's views as tabs."""
    for view in views_of(actor):
        yield f"?{urlencode({'view': view.pk})}", view.name, view == present


def usual(actor: Actor) -> Whose:
    """Whoever owns cases begins with the own ones, everybody else with all."""
    return "mine" if any(held.role in _OWN_CASES for held in actor.held) else "all"


def _fields(conditions: Conditions, pairs: Iterable[tuple[str, str]]) -> list[Field]:
    states = [Choice(code, str(title)) for code, title in STATES.items() if code in OPEN]
    ended = Choice(ENDED, _("已结束的"))
    wide = tuple(Choice(one.code, named(one)) for one in taxonomy().children())
    levels = tuple(Choice(level, level) for level in LEVELS)
    state, priority = conditions.state[:1], conditions.priority[:1]
    return [
        *(Field(name, "", "hidden", value=told) for name, told in pairs if name in _KEPT),
        Field("state", _("状态"), "filter", value=list(state), choices=(*states, ended)),
        Field("category", _("分类"), "filter", value=conditions.category, choices=wide),
        Field("priority", _("优先级"), "filter", value=list(priority), choices=levels),
        Field("overdue", _("只看超时"), "yes", value=conditions.overdue),
    ]
