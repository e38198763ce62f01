"""The wallboard: numbers of a unit for a big screen, without a name or a number of anybody."""

from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiesu.cases.models import Case
from jiesu.console.lead.looming import HOURS, counts, piles, steps, within_a_day
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
    titles = [_("已超时"), *(_("%(n)d 小时内") % {"n": n} for n in HOURS)]
    units = piles(request.actor, now, "organisation__name")[:MOST]
    clocks = piles(request.actor, now, "next_due_clock")[:MOST]
    told = {
        "figures": _figures(request.actor, now),
        "units": [{"name": pile.by[0], "counts": pile.counts} for pile in units],
        "unit_columns": [_("单位"), *titles],
        "clocks": [{"name": clock_title(pile.by[0]), "counts": pile.counts} for pile in clocks],
        "clock_columns": [_("时限"), *titles],
        "every": EVERY,
    }
    return shown(request, "lead/wall.html", told)


def _figures(actor: Actor, now: datetime) -> list[tuple[str, int, str]]:
    """Give name, number and tone of each figure: two statements bounded by day and by index."""
    seen = Case.objects.visible_to(actor).order_by()
    late, *soon = counts(within_a_day(actor, now).aggregate(**steps(now)))
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
