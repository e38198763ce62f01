"""Outages that nobody has declared, as the complaints of the last hours suggest them (TG)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from jiesu.cases.book import outage_signs
from jiesu.cases.models import Case
from jiesu.incidents.candidates import lies_there
from jiesu.incidents.linked import lies_in
from jiesu.incidents.models import Outage
from jiesu.people.access import may
from jiesu.people.actor import Actor
from jiesu.people.models import Organisation
from jiesu.rules.outages import Complaint, suspected

MOST = 500
"""Latest complaints looked at: where more come together nobody has to be told that they do."""


@dataclass(frozen=True, slots=True)
class Suspected:
    """Where an outage may be: so many complaints without one, the first of them at ``since``."""

    unit: Organisation
    count: int
    since: datetime


def suspicions(actor: Actor, now: datetime) -> list[Suspected]:
    """Where an outage is suspected that ``actor`` may declare; a count tells nothing of anybody.

    Whose address lies in a known one only waits to be linked to it.
    """
    verdicts = ((held, may(actor, "declare_outage", unit_path=held.path)) for held in actor.held)
    paths = [held.path for held, verdict in verdicts if verdict.allowed]
    if not paths:
        return []
    found = suspected(_alone(paths, now), now, outage_signs().signs)
    units = Organisation.objects.in_bulk([one.unit for one in found], field_name="code")
    return [Suspected(units[one.unit], one.count, one.since) for one in found]


def _alone(paths: list[str], now: datetime) -> Iterator[Complaint]:
    """Recent complaints of units below ``paths`` that belong to no outage, known or linked."""
    signs = outage_signs().signs
    there, matters = Q(pk__in=()), Q(pk__in=())
    for path in paths:
        there |= Q(unit_path__startswith=path)
    for code in signs.categories:
        matters |= Q(category=code) | Q(category__startswith=f"{code}-")
    recent = Case.objects.open().filter(
        there & matters, outage="", received_at__gte=now - signs.window
    )
    needed = recent.only("unit_path", "category", "received_at", "secret", "organisation__code")
    known = list(Outage.objects.open().filter(since__lte=now).select_related("unit"))
    for case in needed.select_related("organisation").order_by("-received_at")[:MOST]:
        if not any(lies_in(case, one) and lies_there(case, one) for one in known):
            yield Complaint(case.organisation.code, case.category, case.received_at)
