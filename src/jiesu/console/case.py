"""The page of one case."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from jiesu.console.following import following
from jiesu.console.page import shown
from jiesu.console.story import case_for, story
from jiesu.console.timeline import read_look
from jiesu.console.together.inbox import mark_read
from jiesu.console.together.tabs import open_tab
from jiesu.console.together.watching import watches
from jiesu.people.doors import StaffRequest, door
from jiesu.people.inspections import note_inspected


@door("view_case")
@never_cache
def case_page(request: StaffRequest, number: str) -> HttpResponse:
    """Show the case: what was said, promised, done, and what may be done now."""
    case, now = case_for(request.actor, number), timezone.now()
    note_inspected(request.actor, case.number, at=now)
    open_tab(request.actor, case, now)
    mark_read(request.actor, case)
    told = story(request.actor, case, now, read_look(request.GET))
    told["watched"] = watches(request.actor, case)
    if "done" in request.GET:
        told |= {"finished": True, "following": following(request.actor, case)}
    part = "#story" if request.headers.get("HX-Target") == "story" else ""
    return shown(request, f"console/case.html{part}", told)
