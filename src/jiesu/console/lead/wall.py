"""The wallboard: numbers of a unit for a big screen, without a name or a number of anybody."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiesu.cases.models import Case
from jiesu.console.lead.looming import HOURS
from jiesu.console.page import shown
from jiesu.console.tongue import clock_title
from jiesu.people.actor import Actor
from jiesu.people.doors import StaffRequest, door

EVERY = 30
"""Seconds between two looks."""
MOST = 12
"""Rows of a table that can be read from the other end of the room."""


@door("hand_over")
@never_cache
@require_safe
def wall(request: StaffRequest) -> HttpResponse:
    """Show how much is late, soon due and open; the page asks again by itself."""
    now = timezone.now()
    steps = [_("已超时"), *(_("%(n)d 小时内") % {"n": n} for n in HOURS)]
    clocks = _piles(request.actor, now, "next_due_clock")
    told = {
        "figures": _figures(request.actor, now),
        "units": _piles(request.actor, now, "organisation__name"),
        "unit_columns": [_("单位"), *steps],
        "clocks": [{**pile, "name": clock_title(pile["name"])} for pile in clocks],
        "clock_columns": [_("时限"), *steps],
        "every": EVERY,
    }
    return shown(request, "lead/wall.html", told)


def _figures(actor: Actor, now: datetime) -> list[tuple[str, int, str]]:
    """Give name, number and tone of each figure: two statements bounded by day and by index."""
    seen = Case.objects.visible_to(actor).order_by()
    due = seen.open().filter(next_due_at__lte=now + timedelta(hours=HOURS[-1]))
    late, *soon = _counts(due.aggregate(**_steps(now)))
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    came = seen.filter(received_at__gte=midnight).count()
    ended = seen.filter(closed_at__gte=midnight).count()
    titles = [_("%(n)d 小时内到期") % {"n": n} for n in HOURS]
    return [
        (_("已超时"), late, "error"),
        *((title, n, tone) for title, n, tone in zip(titles, soon, ("warn", "", ""), strict=True)),
        (_("今日来件"), came, ""),
        (_("今日办结"), ended, "ok"),
    ]


def _piles(actor: Actor, now: datetime, by: str) -> list[dict[str, Any]]:
    """Count what is late and soon due for each value of ``by``, worst first."""
    due = Case.objects.visible_to(actor).open()
    due = due.filter(next_due_at__lte=now + timedelta(hours=HOURS[-1])).order_by()
    rows = due.values(by).annotate(**_steps(now))
    told = [(str(row[by]), _counts(row)) for row in rows]
    worst_first = sorted(told, key=lambda pile: [-n for n in pile[1]])
    return [{"name": name, "counts": counts} for name, counts in worst_first[:MOST]]


def _steps(now: datetime) -> dict[str, Count]:
    edges = [now, *(now + timedelta(hours=hours) for hours in HOURS)]
    steps = {"step_0": Count("id", filter=Q(next_due_at__lte=now))}
    for n, (after, until) in enumerate(pairwise(edges), 1):
        within = Q(next_due_at__gt=after, next_due_at__lte=until)
        steps[f"step_{n}"] = Count("id", filter=within)
    return steps


def _counts(row: Mapping[str, Any]) -> list[int]:
    return [row[f"step_{n}"] for n in range(len(HOURS) + 1)]
