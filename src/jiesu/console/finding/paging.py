"""Pages of a list by the place where the last one ended: what comes in meanwhile moves nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from jiesu.cases.models import Case
from jiesu.cases.models.case import CaseQuerySet

PAGE = 50
MOST_COUNTED = 1000
"""Beyond it a list is not counted: “1,000+” says enough."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the last row's moment (None: it had no deadline) and identity."""

    at: datetime | None
    id: int

    def __str__(self) -> str:
        return f"{self.at.isoformat() if self.at else ''},{self.id}"


def read_place(told: str) -> Place | None:
    """Read a place from an address; what nobody wrote begins at the beginning."""
    moment, _comma, last = told.partition(",")
    try:
        at = datetime.fromisoformat(moment) if moment else None
        return Place(at, int(last)) if last and (at is None or at.tzinfo) else None
    except ValueError:
        return None


def page_of(
    found: CaseQuerySet, place: Place | None, *, ended: bool, size: int = PAGE
) -> tuple[list[Case], Place | None]:
    """Up to ``size`` rows behind ``place``, and where the next page begins; None after the last.

    Open cases stand by their next deadline, those without one last; ended ones newest first.
    """
    lean = found.select_related("owner").defer("description", "desired_outcome", "secret")
    several = _ended(lean, place) if ended else _open(lean, place)
    rows: list[Case] = []
    for part in several:
        rows += part[: size + 1 - len(rows)]
        if len(rows) > size:
            last = rows[size - 1]
            return rows[:size], Place(last.received_at if ended else last.next_due_at, last.pk)
    return rows, None


def counted(found: CaseQuerySet, most: int = MOST_COUNTED) -> int:
    """How many there are, up to one more than ``most``: a count that never reads on and on."""
    return found.values("pk")[: most + 1].count()


def _open(found: CaseQuerySet, place: Place | None) -> Iterable[CaseQuerySet]:
    """Asked in two parts, each in the order of an index: with a deadline, without."""
    due = found.filter(next_due_at__isnull=False).order_by("next_due_at", "id")
    rest = found.filter(next_due_at=None).order_by("id")
    if place is None:
        return (due, rest)
    if place.at is None:
        return (rest.filter(id__gt=place.id),)
    behind = Q(next_due_at__gt=place.at) | Q(id__gt=place.id)
    return (due.filter(behind, next_due_at__gte=place.at), rest)


def _ended(found: CaseQuerySet, place: Place | None) -> Iterable[CaseQuerySet]:
    newest = found.order_by("-received_at", "-id")
    if place is None or place.at is None:
        return (newest,)
    before = Q(received_at__lt=place.at) | Q(id__lt=place.id)
    return (newest.filter(before, received_at__lte=place.at),)
