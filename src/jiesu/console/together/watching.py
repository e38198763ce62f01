"""Following a case without owning it, and who is told when a case moves."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from jiesu.cases.masking import TELLING_SCORES, shown_to
from jiesu.cases.models import Case, Entry
from jiesu.cases.moved import Moved
from jiesu.cases.permit import parts_of
from jiesu.console.story import case_for
from jiesu.console.together.inbox_channel import call
from jiesu.console.together.models import Notice, Watch
from jiesu.console.together.responsible import made_responsible
from jiesu.people.actor import Actor
from jiesu.people.actors import load_actor
from jiesu.people.doors import StaffRequest, door

UNTOLD = frozenset({"recompute", "acknowledge", "reveal"})
"""Entries that are no news to whoever follows a case."""
_OWNER_HEARS = {
    "register": "owner",
    "hand_over": "owner",
    "escalate": "press",
    "order_answer": "answer",
    "report_rectification": "effect",
    "outage_over": "restored",
}
"""What reaches the owner without asking, and as which kind of notice."""


@door("view_case")
@require_POST
def watch(request: StaffRequest, number: str) -> HttpResponse:
    """Follow the case, or no longer."""
    case = case_for(request.actor, number)
    mine = Watch.objects.filter(case=case, staff=request.actor.staff_id)
    if request.POST.get("off"):
        mine.delete()
    elif request.actor.staff_id is not None:
        Watch.objects.get_or_create(
            case=case, staff_id=request.actor.staff_id, defaults={"since": timezone.now()}
        )
    return redirect("console:case", case.number)


def watches(actor: Actor, case: Case) -> bool:
    """Whether the person follows the case."""
    return Watch.objects.filter(case=case, staff=actor.staff_id).exists()


def tell_of(moved: Moved) -> None:
    """Put the move into the inbox of everybody whom it concerns and who may see it."""
    case, entry = moved.case, moved.entry
    concerned = {staff: kind for staff, kind in _concerned(case, entry) if staff}
    concerned.pop(entry.by_staff_id or 0, None)
    told = [staff for staff in concerned if _may_hear(staff, case, entry)]
    if not told:
        return
    rows = [
        Notice(staff_id=staff, case=case, kind=concerned[staff], seq=entry.seq, at=entry.at)
        for staff in told
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    call(told)


def _concerned(case: Case, entry: Entry) -> Iterator[tuple[int, str]]:
    """Who is told, and why; of several reasons the last one told is the nearest."""
    if entry.verb not in UNTOLD:
        for staff in Watch.objects.filter(case=case).values_list("staff_id", flat=True):
            yield staff, "watch"
    if (kind := _OWNER_HEARS.get(entry.verb)) and not entry.said("after_end"):
        yield case.owner_id or 0, kind
    yield from made_responsible(entry)
    for staff in entry.facts.get("mentioned", ()):
        yield staff, "mention"


def _may_hear(staff_id: int, case: Case, entry: Entry) -> bool:
    """Whether the person sees the case, and this line of it (§15.4, §7)."""
    actor = load_actor(staff_id)
    if actor is None or not Case.objects.visible_to(actor).filter(pk=case.pk).exists():
        return False
    view = shown_to(
        actor,
        unit_path=case.unit_path,
        parts=parts_of(actor, case),
        ended=case.closed_at is not None,
    )
    return view.tells(entry.verb, entry.facts) and (view.scores or entry.verb not in TELLING_SCORES)
