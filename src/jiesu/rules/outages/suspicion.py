"""Suspects an outage where complaints of one kind come together."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from jiesu.rules.outages.book import Signs


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint that belongs to no outage, as far as the rule needs it."""

    unit: str
    category: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Suspicion:
    """So many complaints in one unit, the first of them at ``since``."""

    unit: str
    count: int
    since: datetime


def suspected(complaints: Iterable[Complaint], now: datetime, signs: Signs) -> list[Suspicion]:
    """Return the units in which an outage is suspected ``now``, most complaints first."""
    moments: dict[str, list[datetime]] = defaultdict(list)
    for one in complaints:
        if now - one.received_at <= signs.window and signs.concerns(one.category):
            moments[one.unit].append(one.received_at)
    found = [
        Suspicion(unit, len(at), min(at)) for unit, at in moments.items() if len(at) >= signs.least
    ]
    return sorted(found, key=lambda one: (-one.count, one.since))
