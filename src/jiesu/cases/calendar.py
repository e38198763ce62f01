"""The operator imports the official notice; what it moves is recomputed soon after (C1, C2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from jiesu.cases.book import LOOK_AGAIN_AFTER, forget_calendar
from jiesu.cases.models import CalendarDay
from jiesu.cases.recompute import recompute_job
from jiesu.cases.refusals import NotAllowed
from jiesu.kit.jobs import queue
from jiesu.people.access import may
from jiesu.people.actor import Actor
from jiesu.people.audit import note
from jiesu.rules.workdays.calendar import Day
from jiesu.rules.workdays.importing import parse_days

ALL_HAVE_READ = timedelta(seconds=2 * LOOK_AGAIN_AFTER)
"""After this long every process reckons with the new days."""
_TOLD = ("kind", "status", "source", "imported_at", "imported_by")


@dataclass(frozen=True, slots=True)
class Imported:
    """How many days were told, and of which years."""

    days: int
    years: tuple[int, ...]


@transaction.atomic
def import_calendar(text: str, source: str, actor: Actor, now: datetime) -> Imported:
    """Lay the days told by ``text`` over the book and queue the recomputing of promises.

    A day told before is told anew. Raises UnreadableDaysError naming every bad line, NotAllowed;
    nothing was written then.
    """
    verdict = may(actor, "administer", unit_path=actor.unit_path)
    if not verdict.allowed:
        raise NotAllowed(verdict.why)
    days = parse_days(text, source)
    _store(days, actor, now)
    years = tuple(sorted({day.date.year for day in days}))
    said: dict[str, str | int] = {"source": source[:200], "days": len(days), "year": years[-1]}
    note("import_calendar", at=now, by=actor.staff_id, facts=said)
    queue(recompute_job, at=now + ALL_HAVE_READ, first=years[0], last=years[-1])
    transaction.on_commit(forget_calendar)
    return Imported(len(days), years)


def _store(days: list[Day], actor: Actor, now: datetime) -> None:
    rows = [
        CalendarDay(
            date=day.date,
            kind=day.kind.value,
            status=day.status.value,
            source=day.source[:200],
            imported_at=now,
            imported_by_id=actor.staff_id,
        )
        for day in days
    ]
    CalendarDay.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["date"], update_fields=list(_TOLD)
    )
