"""What will be late in the next hours: the open cases by their next binding promise.

``next_due_at`` is derived from the promise rows of a case whenever they change, and stands in the
index of the queue: the cost is what falls due within a day, never what is open.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Count, Q

from jiesu.cases.models import Case
from jiesu.cases.models.case import CaseQuerySet
from jiesu.people.actor import Actor

HOURS = (1, 4, 24)
MOST = 100
"""Cases shown at once, each with a form of its own; the piles count all of them."""
_PEOPLE = ("owner", "owner__name", "owner__work_no")
_UNITS = ("organisation__name",)


@dataclass(frozen=True, slots=True)
class Pile:
    """What one person, unit or clock has before it: late, then within 1, 4, 24 hours."""

    by: tuple[Any, ...]
    """The columns by which it was counted."""
    counts: list[int]


@dataclass(frozen=True, slots=True)
class Looming:
    """The board: cases soonest first, and the piles that all of them make."""

    cases: Sequence[Case]
    more: bool
    """There are more than MOST."""
    people: Sequence[Pile]
    units: Sequence[Pile]


def looming(actor: Actor, now: datetime) -> Looming:
    """Gather what is late or falls due within a day, as far as ``actor`` sees it."""
    told = within_a_day(actor, now).select_related("owner", "organisation")
    bare = told.defer("description", "desired_outcome", "secret")
    rows = list(bare.order_by("next_due_at", "id")[: MOST + 1])
    counted = _counted(actor, now, (*_PEOPLE, *_UNITS))
    more = len(rows) > MOST
    return Looming(rows[:MOST], more, _piled(counted, _PEOPLE), _piled(counted, _UNITS))


def within_a_day(actor: Actor, now: datetime) -> CaseQuerySet:
    """Open cases that are late or fall due within a day, in no order."""
    seen = Case.objects.visible_to(actor).open().order_by()
    return seen.filter(next_due_at__lte=now + timedelta(hours=HOURS[-1]))


def piles(actor: Actor, now: datetime, *by: str) -> list[Pile]:
    """Count what is late and soon due for each value of the columns ``by``, worst first."""
    return _piled(_counted(actor, now, by), by)


def _counted(actor: Actor, now: datetime, by: tuple[str, ...]) -> list[dict[str, Any]]:
    """One pass over all of it, however many kinds of piles are made of it."""
    return list(within_a_day(actor, now).values(*by).annotate(**steps(now)))


def _piled(rows: Iterable[Mapping[str, Any]], by: tuple[str, ...]) -> list[Pile]:
    found: dict[tuple[Any, ...], list[int]] = {}
    for row in rows:
        key = tuple(row[name] for name in by)
        before = found.get(key, [0] * (len(HOURS) + 1))
        found[key] = [had + n for had, n in zip(before, counts(row), strict=True)]
    told = [Pile(*pair) for pair in found.items()]
    return sorted(told, key=lambda pile: ([-n for n in pile.counts], str(pile.by)))


def steps(now: datetime) -> dict[str, Count]:
    """What to count: ``step_0`` is late, then one step for each of HOURS."""
    edges = [now, *(now + timedelta(hours=hours) for hours in HOURS)]
    told = {"step_0": Count("id", filter=Q(next_due_at__lte=now))}
    for n, (after, until) in enumerate(pairwise(edges), 1):
        within = Q(next_due_at__gt=after, next_due_at__lte=until)
        told[f"step_{n}"] = Count("id", filter=within)
    return told


def counts(row: Mapping[str, Any]) -> list[int]:
    """The steps that ``row`` counted, in order."""
    return [row[f"step_{n}"] for n in range(len(HOURS) + 1)]
