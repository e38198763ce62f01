"""Every clock of a case and why it is due when it is: shown beside the row that is pointed at."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from jiesu.console.page import shown
from jiesu.console.promises import told_promises
from jiesu.console.story import case_for
from jiesu.people.doors import StaffRequest, door
from jiesu.people.inspections import note_inspected


@door("view_case")
@never_cache
def clocks(request: StaffRequest, number: str) -> HttpResponse:
    """Show the clocks; for htmx the part alone."""
    case = case_for(request.actor, number)
    note_inspected(request.actor, case.number, at=timezone.now())
    promises = told_promises(case, list(case.entries.order_by("seq")))
    told = {"case": case, "promises": promises}
    part = "#clocks" if request.headers.get("HX-Request") else ""
    return shown(request, f"console/finding/clocks.html{part}", told)
