"""The queue: cases by the next deadline, fifty at a time."""

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlencode

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
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
from jiesu.console.finding.views import look_of, names_of_views, view_named
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
    told = {
        "rows": rows_of(cases, now, choosing=bool(bulk)),
        "headings": [_("选择"), *columns()] if bulk else columns(),
        "kept": [_hidden(name, value) for name, value in pairs if name in _KEPT],
        "filters": _filters(get_language(), *_narrowing(conditions)),
        "narrowed": any(_narrowing(conditions)),
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
    here = present.pk if present else None
    for pk, name in names_of_views(actor):
        yield f"?{urlencode({'view': pk})}", name, pk == here


def usual(actor: Actor) -> Whose:
    """Whoever owns cases begins with the own ones, everybody else with all."""
    return "mine" if any(held.role in _OWN_CASES for held in actor.held) else "all"


def _hidden(name: str, value: str) -> Field:
    return Field(name, "", "hidden", value=value)


def _narrowing(conditions: Conditions) -> tuple[tuple[str, ...], str, tuple[str, ...], bool]:
    """What the filters of the queue show of the look."""
    state, priority = conditions.state[:1], conditions.priority[:1]
    return state, conditions.category, priority, conditions.overdue


@lru_cache(maxsize=512)
def _filters(
    _language: str | None,
    state: tuple[str, ...],
    category: str,
    priority: tuple[str, ...],
    overdue: bool,  # noqa: FBT001 - private
) -> SafeString:
    """The filters as they are shown: the same for everybody who filters alike in one language."""
    running = [Choice(code, str(title)) for code, title in STATES.items() if code in OPEN]
    states = (*running, Choice(ENDED, _("已结束的")))
    wide = tuple(Choice(one.code, named(one)) for one in taxonomy().children())
    levels = tuple(Choice(level, level) for level in LEVELS)
    fields = [
        Field("state", _("状态"), "filter", value=state, choices=states),
        Field("category", _("分类"), "filter", value=category, choices=wide),
        Field("priority", _("优先级"), "filter", value=priority, choices=levels),
        Field("overdue", _("只看超时"), "yes", value=overdue),
    ]
    return render_to_string("console/finding/filters.html", {"fields": fields})
