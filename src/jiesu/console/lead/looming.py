"""What will be late in the next hours: the open cases by their next binding promise.

``next_due_at`` is derived from the promise rows of a case whenever they change, and stands in the
index of the queue: the cost is what falls due within a day, never what is open.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from jiesu.cases.models import Case
from jiesu.people.actor import Actor

HOURS = (1, 4, 24)
MOST = 400
"""Cases shown at once; beyond them something else than a board is needed, and it says so."""


@dataclass(slots=True)
class Pile:
    """What one person, or one unit, has before them: late, then within 1, 4, 24 hours."""

    key: int
    name: str
    note: str = ""
    counts: list[int] = field(default_factory=lambda: [0] * (len(HOURS) + 1))

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Looming:
    """The board: cases soonest first, and the piles they make."""

    cases: Sequence[Case]
    more: bool
    """There are more than MOST."""
    people: Sequence[Pile]
    units: Sequence[Pile]


def looming(actor: Actor, now: datetime) -> Looming:
    """Gather what is late or falls due within a day, as far as ``actor`` sees it."""
    seen = Case.objects.visible_to(actor).open()
    due = seen.filter(next_due_at__lte=now + timedelta(hours=HOURS[-1]))
    told = due.select_related("owner", "organisation").defer(
        "description", "desired_outcome", "secret"
    )
    rows = list(told.order_by("next_due_at", "id")[: MOST + 1])
    cases = rows[:MOST]
    return Looming(cases, len(rows) > MOST, _people(cases, now), _units(cases, now))


def step_of(due_at: datetime, now: datetime) -> int:
    """Return in which column it stands: 0 is late, then one for each of HOURS."""
    left = due_at - now
    if left <= timedelta():
        return 0
    return next(n for n, hours in enumerate(HOURS, 1) if left <= timedelta(hours=hours))


def _people(cases: Iterable[Case], now: datetime) -> list[Pile]:
    piles: dict[int, Pile] = {}
    for case in cases:
        owner = case.owner
        known = piles.setdefault(
            owner.pk if owner else 0,
            Pile(owner.pk, owner.name, owner.work_no) if owner else Pile(0, ""),
        )
        _count(known, case, now)
    return _worst_first(piles)


def _units(cases: Iterable[Case], now: datetime) -> list[Pile]:
    piles: dict[int, Pile] = {}
    for case in cases:
        unit = case.organisation
        _count(piles.setdefault(unit.pk, Pile(unit.pk, unit.name)), case, now)
    return _worst_first(piles)


def _count(pile: Pile, case: Case, now: datetime) -> None:
    if case.next_due_at:
        pile.counts[step_of(case.next_due_at, now)] += 1


def _worst_first(piles: dict[int, Pile]) -> list[Pile]:
    return sorted(piles.values(), key=lambda pile: [-n for n in pile.counts])
