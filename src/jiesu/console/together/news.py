"""What a screen asks when it was told that something moved, or when nothing can tell it."""

from collections.abc import Iterable

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiesu.console.newer import newer_moments
from jiesu.console.page import shown
from jiesu.console.story import case_for
from jiesu.console.together import presence
from jiesu.console.together.live.stream import read_asked
from jiesu.console.together.presence import Here
from jiesu.console.together.sight import moved_since
from jiesu.people.doors import StaffRequest, door
from jiesu.people.login.sessions import asked_by_the_page
from jiesu.ui.joining import listed, told_together


@asked_by_the_page
@door("view_case")
@never_cache
@require_safe
def check(request: StaffRequest) -> HttpResponse:
    """Say which of the cases on the screen moved, and who is at them (``live/stream.py``).

    Screens that no stream reaches ask this twice a minute: then the asking is the looking.
    """
    asked, now, actor = read_asked(dict(request.GET.lists())), timezone.now(), request.actor
    moved = moved_since(actor, asked.known)
    if asked.at and actor.staff_id and not actor.through and moved_since(actor, {asked.at: -1}):
        presence.look([(asked.at, actor.staff_id)], now)
    here = presence.here(actor, asked.known, now)
    return JsonResponse({"moved": moved, "here": _told(here)})


@door("view_case")
@never_cache
@require_safe
def since(request: StaffRequest, number: str) -> HttpResponse:
    """Show what was done on the case after the entry ``after``."""
    case = case_for(request.actor, number)
    after = request.GET.get("after", "")
    seen = int(after[:9]) if after.isdecimal() else case.seq
    newer = newer_moments(request.actor, case, seen, timezone.now())
    return shown(request, "together/since.html", {"case": case, "newer": newer})


def _told(here: Iterable[Here]) -> dict[str, str]:
    """Say of each case who is there, in one line."""
    found: dict[str, list[Here]] = {}
    for one in here:
        found.setdefault(one.number, []).append(one)
    return {number: _line(those) for number, those in found.items()}


def _line(those: list[Here]) -> str:
    typing = [f"{one.name} {one.work_no}" for one in those if one.typing]
    looking = [f"{one.name} {one.work_no}" for one in those if not one.typing]
    told = []
    if typing:
        told.append(_("%(names)s 正在输入") % {"names": listed(typing)})
    if looking:
        told.append(_("%(names)s 正在查看") % {"names": listed(looking)})
    return told_together(told)
