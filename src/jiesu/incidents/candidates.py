"""Complaints that an outage may explain and that nobody has linked to it yet (S106)."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from jiesu.cases.models import Case
from jiesu.incidents.matters import explained_categories
from jiesu.incidents.models import Outage
from jiesu.incidents.places import sought, stands_in
from jiesu.kit.sealed import unseal_json
from jiesu.people.actor import Actor

MOST = 200
"""Latest complaints looked at; those whose address lies in it come first."""
BEFORE = timedelta(hours=2)
"""Who complained so long before the outage is known to have begun may have been the first."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A complaint, and whether its address surely lies in the outage."""

    case: Case
    sure: bool


def candidates(actor: Actor, outage: Outage) -> list[Candidate]:
    """Open complaints that ``actor`` sees, of matters an outage explains, where it is."""
    above = Q(unit_path__in=_above(outage.unit.path))
    there = above | Q(unit_path__startswith=outage.unit.path)
    seen = Case.objects.visible_to(actor).open().filter(there, outage="")
    since = seen.filter(received_at__gte=outage.since - BEFORE)
    rows = since.filter(category__in=["", *explained_categories()]).order_by("-received_at", "-pk")
    found = [Candidate(case, lies_there(case, outage)) for case in rows[:MOST]]
    return sorted(found, key=lambda one: not one.sure)


def _above(path: str) -> list[str]:
    """Paths of the units above: a complaint may be kept by the city of the area that fails."""
    steps = path.strip("/").split("/")
    return [f"/{'/'.join(steps[:n])}/" for n in range(1, len(steps))]


def lies_there(case: Case, outage: Outage) -> bool:
    """Whether the case surely lies in the outage; without places all of the unit has it.

    Looked up by the address told, which is never shown.
    """
    if not outage.sought:
        return case.unit_path.startswith(outage.unit.path)
    told: dict[str, str] = unseal_json(bytes(case.secret)) if case.secret else {}
    return stands_in(outage.sought, sought(told.get("address", "")))
