"""One brings the official notice of holidays, another approves it; what it moves is recomputed.

Days of the calendar decide when every promise is due (C1, C2), so that two persons look at them
(§17): whoever keeps the system or the service brings a notice, legal counsel approves it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from jiesu.cases.book import LOOK_AGAIN_AFTER, forget_calendar
from jiesu.cases.models import CalendarDay, DayNotice
from jiesu.cases.recompute import recompute_job
from jiesu.cases.refusals import NotAllowed, WrongState
from jiesu.kit.jobs import queue
from jiesu.kit.text import one_line
from jiesu.people.access import may, may_approve, second_person_for
from jiesu.people.actor import Actor
from jiesu.people.audit import note
from jiesu.people.holders import holders
from jiesu.people.models import Staff
from jiesu.rules.workdays.calendar import Day
from jiesu.rules.workdays.days import Kind, Status
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
def ask_calendar(text: str, source: str, actor: Actor, now: datetime) -> DayNotice:
    """Put the days told by ``text`` before a second person; the same ones wait once.

    Raises UnreadableDaysError naming every bad line, NotAllowed; nothing was written then.
    """
    verdict = may(actor, "import_calendar", unit_path=actor.unit_path)
    if actor.staff_id is None or verdict.kind == "refused":
        raise NotAllowed(verdict.why)
    source = one_line(source)
    told = [_row(day) for day in parse_days(text, source)]
    known = DayNotice.objects.filter(decided_by=None, days=told).first()
    if known:
        return known
    notice = DayNotice.objects.create(
        staff_id=actor.staff_id, source=source[:200] or told[0][3], days=told, asked_at=now
    )
    note("ask_calendar", at=now, by=actor.staff_id, facts=_facts(notice))
    return notice


@transaction.atomic
def approve_calendar(actor: Actor, notice: DayNotice, now: datetime) -> Imported:
    """Lay the days of ``notice`` over the book and queue the recomputing of promises.

    A day told before is told anew. Raises NotAllowed, WrongState; nothing was written then.
    """
    _decide(actor, notice, "approved_at", now)
    days = days_of(notice)
    _store(days, notice, now)
    years = tuple(sorted({day.date.year for day in days}))
    note("import_calendar", at=now, by=actor.staff_id, facts=_facts(notice))
    queue(recompute_job, at=now + ALL_HAVE_READ, first=years[0], last=years[-1])
    transaction.on_commit(forget_calendar)
    return Imported(len(days), years)


@transaction.atomic
def decline_calendar(actor: Actor, notice: DayNotice, now: datetime) -> None:
    """Say no; no day changes. Raises NotAllowed, WrongState."""
    _decide(actor, notice, "declined_at", now)
    note("decline_calendar", at=now, by=actor.staff_id, facts=_facts(notice))


def waiting_days() -> list[DayNotice]:
    """The notices about which nobody has decided yet, the oldest first."""
    return list(DayNotice.objects.filter(decided_by=None).select_related("staff__organisation"))


def days_of(notice: DayNotice) -> list[Day]:
    """The days that the notice tells of."""
    return [
        Day(date.fromisoformat(on), Kind(kind), Status(status), source)
        for on, kind, status, source in notice.days
    ]


def deciders(staff_id: int | None, unit_path: str) -> list[Staff]:
    """Those who may be the second person for what ``staff_id`` of that unit brings, by name."""
    held = holders(second_person_for("import_calendar"), [unit_path]).found.values()
    others = {one for those in held for one in those} - {staff_id}
    return list(Staff.objects.filter(pk__in=others).order_by("name", "pk"))


def may_decide(actor: Actor, notice: DayNotice) -> bool:
    """Whether the person may be the second one for ``notice``."""
    return not _why_not(actor, notice)


def _why_not(actor: Actor, notice: DayNotice) -> str:
    """Nobody decides on what he brought himself (§17)."""
    mine = frozenset({"requester"} if actor.staff_id == notice.staff_id else ())
    path = notice.staff.organisation.path
    return may_approve(actor, "import_calendar", unit_path=path, parts=mine).why


def _decide(
    actor: Actor, notice: DayNotice, how: Literal["approved_at", "declined_at"], now: datetime
) -> None:
    if why := _why_not(actor, notice):
        raise NotAllowed(why)
    waiting = DayNotice.objects.filter(pk=notice.pk, decided_by=None)
    if not waiting.update(**{how: now, "decided_by": actor.staff_id}):
        raise WrongState(_("这份放假安排已有决定，未作改动。"))


def _store(days: list[Day], notice: DayNotice, now: datetime) -> None:
    rows = [
        CalendarDay(
            date=day.date,
            kind=day.kind.value,
            status=day.status.value,
            source=day.source,
            imported_at=now,
            imported_by_id=notice.staff_id,
        )
        for day in days
    ]
    CalendarDay.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["date"], update_fields=list(_TOLD)
    )


def _row(day: Day) -> list[str]:
    return [day.date.isoformat(), day.kind.value, day.status.value, day.source[:200]]


def _facts(notice: DayNotice) -> dict[str, str | int]:
    last = max(on for on, *_rest in notice.days)
    told: dict[str, str | int] = {"source": notice.source, "days": len(notice.days)}
    return {**told, "year": int(last[:4]), "notice": notice.pk}
