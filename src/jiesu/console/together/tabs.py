"""The cases somebody keeps open: rows, so that a reload or another machine finds them again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from jiesu.cases.models import Case
from jiesu.cases.reading import sight_sql
from jiesu.console.together.models import Opened
from jiesu.kit.statements import fetch
from jiesu.people.actor import Actor
from jiesu.people.doors import StaffRequest, door

MOST = 12
"""More are not read; the one opened first makes room."""
_OPEN = """
    INSERT INTO together_opened (staff_id, case_id, opened_at, seen) VALUES (%s, %s, %s, %s)
    ON CONFLICT (staff_id, case_id) DO UPDATE SET seen = excluded.seen RETURNING xmax = 0
"""
_TABS = """
    SELECT cases_case.number, cases_case.subject, cases_case.seq, o.seen
      FROM together_opened o JOIN cases_case ON cases_case.id = o.case_id
     WHERE o.staff_id = %s AND {seen} ORDER BY o.opened_at, o.id
"""


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab of the bar."""

    number: str
    subject: str
    version: int
    moved: bool
    """Something happened since its person last looked."""


def open_tab(actor: Actor, case: Case, now: datetime) -> None:
    """Keep the case open, and note how much of it was seen."""
    if actor.staff_id is None or actor.through:  # whoever looks as another leaves no trace there
        return
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [actor.staff_id, case.pk, now, case.seq])
        (new,) = cursor.fetchone()
    if new:
        mine = Opened.objects.filter(staff=actor.staff_id).order_by("-opened_at", "-id")
        Opened.objects.filter(pk__in=list(mine.values_list("pk", flat=True)[MOST:])).delete()


def tabs_of(actor: Actor) -> list[Tab]:
    """Return the open tabs, first opened first; what may no longer be seen is left out."""
    seen, told = sight_sql(actor)
    rows = fetch(_TABS.format(seen=seen), [actor.staff_id, *told])
    return [Tab(number, subject, version, version > at) for number, subject, version, at in rows]


def close_tab(actor: Actor, number: str) -> None:
    """Close the tab; the case stays as it is."""
    Opened.objects.filter(staff=actor.staff_id, case__number=number).delete()


@door("view_case")
@require_POST
def close(request: StaffRequest) -> HttpResponse:
    """Close a tab; from its own page one comes to the tab beside it, else back to the queue."""
    number, here = request.POST.get("number", ""), request.POST.get("here", "")
    close_tab(request.actor, number)
    if here and here != number:
        return redirect("console:case", here)
    left = Opened.objects.filter(staff=request.actor.staff_id).order_by("-opened_at")
    last = left.values_list("case__number", flat=True).first()
    return redirect("console:case", last) if last else redirect("console:queue")
