"""Pages of a list by the place where the last one ended: what comes in meanwhile moves nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from jiesu.console.finding.listing import Listed, listed
from jiesu.console.finding.narrowing import Clause, both
from jiesu.kit.statements import fetch

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
    found: Clause, place: Place | None, *, ended: bool, size: int = PAGE
) -> tuple[list[Listed], Place | None]:
    """Up to ``size`` rows behind ``place``, and where the next page begins; None after the last.

    Open cases stand by their next deadline, those without one last; ended ones newest first.
    """
    rows: list[Listed] = []
    for part in _ended(place) if ended else _open(place):
        where = both(part, found)
        rows += listed(where.sql, where.values, _NEWEST if ended else _DUE, size + 1 - len(rows))
        if len(rows) > size:
            last = rows[size - 1]
            return rows[:size], Place(last.received_at if ended else last.next_due_at, last.id)
    return rows, None


def counted(*found: Clause, most: int = MOST_COUNTED) -> list[int]:
    """How many each finds, up to one more than ``most``: a count that never reads on and on."""
    counts = [_COUNTED.format(where=one.sql, most=most + 1) for one in found]
    values = [value for one in found for value in one.values]
    return list(fetch(f"SELECT {', '.join(counts)}", values)[0])


_DUE, _NEWEST = "next_due_at, id", "received_at DESC, id DESC"
_COUNTED = "(SELECT count(*) FROM (SELECT FROM cases_case WHERE {where} LIMIT {most:d}) AS fitting)"
_EVERY = Clause("TRUE")


def _open(place: Place | None) -> Iterable[Clause]:
    """Behind a place in two parts, each in the order of an index: with a deadline, without."""
    if place is None:
        return (_EVERY,)
    if place.at is None:
        return (Clause("next_due_at IS NULL AND id > %s", [place.id]),)
    behind = Clause("(next_due_at, id) > (%s, %s)", [place.at, place.id])
    return (behind, Clause("next_due_at IS NULL"))


def _ended(place: Place | None) -> Iterable[Clause]:
    if place is None or place.at is None:
        return (_EVERY,)
    return (Clause("(received_at, id) < (%s, %s)", [place.at, place.id]),)
