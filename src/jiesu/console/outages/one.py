"""One outage: what is known, what was done, which complaints are linked and which may be."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiesu.cases.titles import state_title
from jiesu.console.finding.several import MOST_AT_ONCE
from jiesu.console.outages.alarmed import story_of
from jiesu.console.outages.told import facts_of, standing
from jiesu.console.page import opens, shown
from jiesu.console.together.outages import mark_outages_read
from jiesu.console.tongue import category_title
from jiesu.incidents.candidates import candidates
from jiesu.incidents.models import Outage
from jiesu.incidents.register import counts_all, linked_counts, seen_linked
from jiesu.people.access import may
from jiesu.people.actor import Actor
from jiesu.people.doors import StaffRequest, door

MOST_LINKED = 50
"""The latest linked complaints that are listed; the queue narrows to the others."""


def outage_for(actor: Actor, number: str) -> Outage:
    """The outage that ``actor`` may read, or Http404."""
    seen = Outage.objects.visible_to(actor).select_related("unit")
    found = seen.filter(number=number).first()
    if found is None:
        raise Http404
    return found


@door("view_outages")
def outage(request: StaffRequest, outage: str) -> HttpResponse:
    """Show it; whoever may changes it from here, and links what belongs to it."""
    one, actor, now = outage_for(request.actor, outage), request.actor, timezone.now()
    mark_outages_read(actor, now, one)
    linked = list(seen_linked(actor, one)[:MOST_LINKED])
    joins = one.ended_at is None and opens(actor, "join_outage")
    waiting = candidates(actor, one)[:MOST_AT_ONCE] if joins else []
    told = {
        "one": one,
        "standing": standing(one, now),
        "facts": facts_of(one, now),
        "turns": story_of(one),
        "linked": [(case, state_title(case.state)) for case in linked],
        "count": linked_counts(actor, [one]).get(one.number, 0),
        "counts_all": counts_all(actor, one),
        "waiting": [(each, category_title(each.case.category)) for each in waiting],
        "changes": one.ended_at is None
        and may(actor, "estimate_outage", unit_path=one.unit.path).allowed,
        "linked_columns": [_("投诉"), _("状态"), _("接收")],
        "waiting_columns": [_("选择"), _("投诉"), _("分类"), _("地址"), _("接收")],
        "most": MOST_AT_ONCE,
    }
    return shown(request, "console/outages/one.html", told)
