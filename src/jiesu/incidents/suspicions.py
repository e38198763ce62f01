"""Outages that nobody has declared, as the complaints of the last hours suggest them (TG)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from jiesu.cases.book import outage_signs
from jiesu.cases.models import Case
from jiesu.incidents.candidates import lies_there
from jiesu.incidents.linked import lies_in
from jiesu.incidents.models import Outage
from jiesu.people.access import may
from jiesu.people.actor import Actor
from jiesu.people.models import Organisation
from jiesu.rules.outages import Complaint, suspected

NEWEST = 20_000
"""Complaints looked through, newest first: more than come in the hours that are looked back."""


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
    signs = outage_signs().signs
    matters = Q(pk__in=())
    for code in signs.categories:
        matters |= Q(category=code) | Q(category__startswith=f"{code}-")
    newest: int = Case.objects.aggregate(last=Max("pk"))["last"] or 0
    looked = Case.objects.open().filter(matters, outage="", pk__gt=newest - NEWEST)
    recent = looked.filter(received_at__gte=now - signs.window)
    known = list(Outage.objects.open().filter(since__lte=now).select_related("unit"))
    told = [
        Complaint(case.organisation.code, case.category, case.received_at)
        for case in recent.order_by().select_related("organisation")
        if not any(lies_in(case, one) and lies_there(case, one) for one in known)
    ]
    found = suspected(told, now, signs)
    units = Organisation.objects.in_bulk([one.unit for one in found], field_name="code")
    every = [Suspected(units[one.unit], one.count, one.since) for one in found]
    return [one for one in every if may(actor, "declare_outage", unit_path=one.unit.path).allowed]
