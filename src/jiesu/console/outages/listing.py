"""The list of outages: what is out of order now, and what was."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiesu.cases.book import outage_signs
from jiesu.console.outages.told import kind_title, standing, where
from jiesu.console.page import opens, shown
from jiesu.incidents.register import linked_counts, page
from jiesu.incidents.suspicions import suspicions
from jiesu.people.actor import Actor
from jiesu.people.doors import StaffRequest, door


@door("view_outages")
def outages(request: StaffRequest) -> HttpResponse:
    """Show those that are open, or those that have ended; fifty, newest first."""
    ended = request.GET.get("ended") == "true"
    before = request.GET.get("before", "")
    place = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None  # noqa: PLR2004 - more figures are no identity
    found, following = page(request.actor, is_open=not ended, before=place)
    counts, now = linked_counts(request.actor, found), timezone.now()
    here = "?ended=true" if ended else "?"
    told = {
        "rows": [
            {
                "one": one,
                "kind": kind_title(one.kind),
                "where": where(one),
                "standing": standing(one, now),
                "linked": counts.get(one.number, 0),
            }
            for one in found
        ],
        "columns": _columns(),
        "tabs": [("?", _("未解除"), not ended), ("?ended=true", _("已解除"), ended)],
        "declares": opens(request.actor, "declare_outage"),
        "suspected": [] if ended else list(_suspected(request.actor, now)),
        "hours": outage_signs().signs.minutes // 60,
        "first": here if place is not None else "",
        "after": f"{here}&before={following}" if following else "",
    }
    return shown(request, "console/outages/list.html", told)


def _columns() -> list[str]:
    there = [_("状态"), _("影响范围"), _("开始"), _("预计恢复"), _("已并入投诉")]
    return [pgettext("column", "群障"), *there]


def _suspected(actor: Actor, now: datetime) -> Iterator[dict[str, object]]:
    """Where complaints come together, each with a form that is half filled in already."""
    for one in suspicions(actor, now):
        since = timezone.localtime(one.since).strftime("%Y-%m-%dT%H:%M")
        words = urlencode({"kind": "fault", "unit": one.unit.code, "since": since})
        yield {"one": one, "href": f"{reverse('console:declare_outage')}?{words}"}
