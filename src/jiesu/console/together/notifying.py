"""Notices of many entries at once: each to the first of those meant who see the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jiesu.console.together.inbox_channel import call
from jiesu.console.together.models import Notice
from jiesu.console.together.sight import seen_by


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom one entry concerns: some persons, and others instead if none of those see the case."""

    case: int
    seq: int
    kind: str
    people: Sequence[Sequence[int]]
    """Staff by their ids, whoever is meant first on top."""
    clock: str = ""
    """The promise it is about, if it is about one."""


def notify(meant: Sequence[Meant], now: datetime) -> None:
    """Put every entry into the inboxes of those meant, in a few statements; twice is once."""
    people = {staff for one in meant for those in one.people for staff in those}
    seen = seen_by(people, {one.case for one in meant}) if people else set()
    rows = [
        Notice(
            staff_id=staff, case_id=one.case, kind=one.kind, seq=one.seq, clock=one.clock, at=now
        )
        for one in meant
        for staff in _first(one, seen)
    ]
    if rows:
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
        call([row.staff_id for row in rows])


def _first(one: Meant, seen: set[tuple[int, int]]) -> Sequence[int]:
    may = ([staff for staff in those if (staff, one.case) in seen] for those in one.people)
    return next((those for those in may if those), ())
