"""Who may look into an appeal anew: one of the trade who had no hand in the case (§11.7, §17)."""

from collections import defaultdict
from itertools import accumulate

from django.db.models import Q, QuerySet

from jiesu.cases.models import Case, Part
from jiesu.people.actor import Actor
from jiesu.people.models import Staff
from jiesu.people.permissions import book
from jiesu.people.separation import conflicts

_VERB = "reinvestigate"


def able_to_look_anew(actor: Actor, case: Case) -> QuerySet[Staff]:
    """Those whom ``actor`` may ask, and whom separated duties do not refuse.

    They hold a role of the verb over the case, or below where the actor holds one.
    """
    mine = Q(grants__organisation__path__in=_over(case.unit_path))
    for held in actor.held:
        if held.role in _roles():
            mine |= Q(grants__organisation__path__startswith=held.path)
    fit = Staff.objects.filter(
        mine, left_at=None, grants__role__in=_roles(), grants__revoked_at=None
    )
    at_work = case.proceedings.filter(machine="order", closed_at=None).values("unit")
    apart = fit.exclude(pk__in=_hands_in(case)).exclude(organisation__in=at_work)
    return apart.select_related("organisation").distinct().order_by("organisation__path", "name")


def of_the_trade(actor: Actor) -> bool:
    """Whether ``actor`` holds a role that could write the report."""
    return any(held.role in _roles() for held in actor.held)


def _roles() -> frozenset[str]:
    return frozenset(book().verbs[_VERB].cells)


def _over(path: str) -> list[str]:
    """The paths of the unit at ``path`` and of all above it."""
    return [told for told in accumulate(f"{part}/" for part in path.split("/")[:-1]) if told != "/"]


def _hands_in(case: Case) -> list[int]:
    parts: dict[int, set[str]] = defaultdict(set)
    for staff, part in Part.objects.filter(case=case).values_list("staff_id", "part"):
        parts[staff].add(part)
    return [staff for staff, held in parts.items() if conflicts(_VERB, frozenset(held))]
