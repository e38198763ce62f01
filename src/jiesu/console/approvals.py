"""What waits for a second person: requests that this person may decide, and the own ones."""

from collections.abc import Iterable

from django.db.models import Q
from django.http import HttpResponse
from django.utils import timezone

from jiesu.cases.calendar import may_decide, waiting_days
from jiesu.cases.models import Case, Entry
from jiesu.cases.permit import parts_of
from jiesu.console.naming import Names, names_in
from jiesu.console.offers import Request, requests_of
from jiesu.console.page import shown
from jiesu.console.story import advised, told_moments, told_requests, view_of
from jiesu.people.actor import Actor
from jiesu.people.doors import StaffRequest, door

MOST = 200
"""Cases looked through; whoever has more waiting decides some first."""


@door("approve")
def approvals(request: StaffRequest) -> HttpResponse:
    """Show the requests on visible cases that are still open, oldest deadline first.

    Before them notices of holidays, for every promise of the house is reckoned by them (C2).
    """
    waiting = Case.objects.visible_to(request.actor).filter(record__waiting__0__isnull=False)
    cases = list(waiting.order_by("next_due_at", "id").defer("description")[:MOST])
    asked = _entries(cases)
    names = names_in(entry for entries in asked.values() for entry in entries)
    rows = [
        {"case": case, "request": one}
        for case in cases
        for one in _requests(request.actor, case, asked[case.pk], names)
    ]
    days = [one for one in waiting_days() if may_decide(request.actor, one)]
    return shown(request, "console/approvals.html", {"rows": rows, "days": days})


def _entries(cases: Iterable[Case]) -> dict[int, list[Entry]]:
    """The entries by which something was asked for, in one query."""
    found: dict[int, list[Entry]] = {case.pk: [] for case in cases}
    wanted = Q(pk__in=())
    for case in cases:
        open_ones = [int(s) for s, told in case.record["requests"].items() if _open(told)]
        wanted |= Q(case=case, seq__in=open_ones)
    for entry in Entry.objects.filter(wanted):
        found[entry.case_id].append(entry)
    return found


def _open(told: dict[str, object]) -> bool:
    return told["state"] == "open"


def _requests(actor: Actor, case: Case, asked: list[Entry], names: Names) -> list[Request]:
    parts = parts_of(actor, case)
    view = view_of(actor, case, asked, parts, timezone.now())
    seen = [entry for entry in asked if view.shown.tells(entry.verb, entry.facts)]
    found = requests_of(actor, case, names.staff, parts)
    told = told_requests(found, told_moments(seen, names, view))
    return [advised(actor, case, one) for one in told]
