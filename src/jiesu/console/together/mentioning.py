"""Completion of a name after ``@``: only of people who may see the case."""

from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiesu.cases.models import Case
from jiesu.console.story import case_for
from jiesu.console.together.sight import who_sees
from jiesu.people.actors import load_actor
from jiesu.people.doors import StaffRequest, door
from jiesu.people.models import Staff

MOST = 8
LOOKED_AT = 40


@door("view_case")
@never_cache
@require_safe
def colleagues(request: StaffRequest, number: str) -> HttpResponse:
    """Offer up to MOST colleagues whose name or work number begins as typed (``q``)."""
    case = case_for(request.actor, number)
    typed = request.GET.get("q", "").strip()[:20]
    found = colleagues_on(case, typed, but=request.actor.staff_id or 0)
    return JsonResponse(
        {"people": [{"name": s.name, "no": s.work_no, "unit": s.organisation.name} for s in found]}
    )


def colleagues_on(case: Case, typed: str, but: int) -> list[Staff]:
    """Find those who may see the case, the nearest units first."""
    fits = Q(name__istartswith=typed) | Q(work_no__istartswith=typed)
    near = "/".join(case.unit_path.split("/")[:3])
    held = Staff.objects.filter(fits, left_at=None, grants__revoked_at=None).exclude(pk=but)
    close = held.filter(organisation__path__startswith=near).distinct().order_by("work_no")
    people = list(close.select_related("organisation")[:LOOKED_AT])
    actors = [actor for actor in (load_actor(one.pk) for one in people) if actor]
    sees = who_sees(actors, case.number)
    return [one for one in people if one.pk in sees][:MOST]
