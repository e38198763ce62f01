"""A call rings on the agent's desk: the console says who it may be, masked, and opens intake."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiesu.cases.telephone import caller_of, rings_for
from jiesu.console.intake.known import caller_of as known_by
from jiesu.console.page import shown
from jiesu.gateways.cti.models import Call
from jiesu.people.actor import Actor
from jiesu.people.doors import StaffRequest, door
from jiesu.people.login.sessions import asked_by_the_page

FRESH_FOR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Ring:
    """One call, as the console tells it."""

    call: Call
    holder: str
    open_cases: int
    cut_off: bool
    """The caller's line lies in a known outage."""


@asked_by_the_page
@door("receive")
@never_cache
@require_safe
def ringing(request: StaffRequest) -> HttpResponse:
    """Tell the calls on this person's desk; 204 when they are those the screen already shows."""
    now = timezone.now()
    calls = rings_for(request.actor, now - FRESH_FOR)
    told = " ".join(f"{call.call_id}/{bool(call.answered_at)}" for call in calls)
    if told == request.GET.get("shown", ""):
        return HttpResponse(status=204)
    rings = [_ring(request.actor, call, now) for call in calls]
    return shown(request, "console/intake/ringing.html", {"rings": rings, "shown": told})


def _ring(actor: Actor, call: Call, now: datetime) -> Ring:
    known = known_by(actor, {"phone": caller_of(call)}, "", now)
    holder = known.lines[0].holder if known.lines else ""
    waiting = sum(1 for case in known.cases if case.open)
    return Ring(call, holder, waiting, cut_off=bool(known.outages.here))
