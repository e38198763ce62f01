"""What waits for a second person: requests that this person may decide, and the own ones."""

from django.http import HttpResponse

from jiesu.cases.models import Case
from jiesu.cases.permit import parts_of
from jiesu.console.offers import requests_of
from jiesu.console.page import shown
from jiesu.people.doors import StaffRequest, door
from jiesu.people.models import Staff

MOST = 200
"""Cases looked through; whoever has more waiting decides some first."""


@door("approve")
def approvals(request: StaffRequest) -> HttpResponse:
    """Show the requests on visible cases that are still open, oldest deadline first."""
    waiting = Case.objects.visible_to(request.actor).filter(record__waiting__0__isnull=False)
    cases = list(waiting.order_by("next_due_at", "id").defer("description", "secret")[:MOST])
    asked = {told["by"] for case in cases for told in case.record["requests"].values()}
    names = dict(Staff.objects.filter(pk__in=asked - {None}).values_list("id", "name"))
    rows = [
        {"case": case, "request": one}
        for case in cases
        for one in requests_of(request.actor, case, names, parts_of(request.actor, case))
    ]
    return shown(request, "console/approvals.html", {"rows": rows})
