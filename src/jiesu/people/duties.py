"""Noting who is away and who takes on what (§11.4); whoever may change owners may note it (T31)."""

from collections.abc import Sequence
from datetime import datetime, time

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiesu.kit.statements import fetch
from jiesu.people.access import may
from jiesu.people.actor import Actor
from jiesu.people.audit import note
from jiesu.people.errors import RefusedError
from jiesu.people.models import Absence, Duty, Grant, Staff

Shift = tuple[int, str, str]
"""Weekday (1 is Monday), from, until; as people in the house read their clocks."""
_LAST_WEEKDAY = 7

_WAITING = """
SELECT count(*) FROM people_absence
 WHERE ended_at IS NULL AND until > %s
   AND (substitute_id = %s AND accepted_at IS NULL AND declined_at IS NULL
        OR noted_by_id = %s AND answer_seen_at IS NULL
           AND (accepted_at IS NOT NULL OR declined_at IS NOT NULL))
"""


@transaction.atomic
def note_absence(  # noqa: PLR0913 - who notes what about whom
    by: Actor,
    staff: Staff,
    *,
    since: datetime,
    until: datetime,
    substitute: Staff | None,
    at: datetime,
) -> Absence:
    """Note that ``staff`` is away; raises RefusedError with what is wrong, nothing noted then."""
    _check(by, staff)
    if until <= since or until <= at:
        raise RefusedError(_("结束时间须晚于开始时间和现在，未登记。请改正后重新提交。"))
    if substitute and substitute.pk == staff.pk:
        raise RefusedError(_("代理人不能是本人，未登记。请另选一位。"))
    if substitute and away(substitute, since, until):
        raise RefusedError(_("代理人在这段时间也不在岗，未登记。请另选一位。"))
    row = Absence.objects.create(
        staff=staff,
        since=since,
        until=until,
        substitute=substitute,
        noted_by_id=by.staff_id or 0,
        noted_at=at,
    )
    note("absence", at=at, by=by.staff_id, about=staff.pk)
    return row


@transaction.atomic
def end_absence(by: Actor, absence: Absence, *, at: datetime) -> None:
    """Note that the person is back before the time told; twice is once."""
    _check(by, absence.staff)
    rows = Absence.objects.filter(pk=absence.pk, ended_at=None)
    if rows.update(ended_at=at, ended_by=by.staff_id):
        note("absence_ended", at=at, by=by.staff_id, about=absence.staff_id)


@transaction.atomic
def ask_another(by: Actor, absence: Absence, substitute: Staff, *, at: datetime) -> Absence:
    """Ask somebody else to stand in: the old row ends, a new one takes over what is left of it.

    Raises RefusedError with what is wrong; the old row stands then.
    """
    end_absence(by, absence, at=at)
    since = max(absence.since, at)
    return note_absence(
        by, absence.staff, since=since, until=absence.until, substitute=substitute, at=at
    )


def asked_to_stand_in(actor: Actor, now: datetime) -> QuerySet[Absence]:
    """Absences in which the person was asked to stand in and has not answered."""
    if actor.through:
        return Absence.objects.none()
    open_ones = Absence.objects.filter(ended_at=None, accepted_at=None, declined_at=None)
    return open_ones.filter(substitute=actor.staff_id, until__gt=now)


def answers_to(actor: Actor, now: datetime) -> QuerySet[Absence]:
    """Absences noted by the person to which the stand-in's answer came and was not yet seen."""
    if actor.through:
        return Absence.objects.none()
    running = Absence.objects.filter(ended_at=None, until__gt=now, answer_seen_at=None)
    answered = running.exclude(accepted_at=None, declined_at=None)
    mine = answered.filter(noted_by=actor.staff_id).select_related("staff", "substitute")
    return mine.order_by("since")


def stand_ins_waiting(actor: Actor, now: datetime) -> int:
    """How many of ``asked_to_stand_in`` and ``answers_to`` there are: every page says it."""
    if actor.through:
        return 0
    return int(fetch(_WAITING, [now, actor.staff_id, actor.staff_id])[0][0])


def see_answer(by: Actor, absence_id: int, *, at: datetime) -> None:
    """Note that the person took the answer in; twice is once."""
    answers_to(by, at).order_by().filter(pk=absence_id).update(answer_seen_at=at)


@transaction.atomic
def answer_stand_in(by: Actor, absence_id: int, *, accepts: bool, at: datetime) -> int:
    """Note whether the person who was asked stands in, and return who asked.

    Raises RefusedError if nobody asked.
    """
    asked = asked_to_stand_in(by, at).filter(pk=absence_id)
    about, asker = asked.values_list("staff_id", "noted_by_id").first() or (None, 0)
    answered = {"accepted_at" if accepts else "declined_at": at}
    if about is None or not asked.update(**answered):
        raise RefusedError(_("这项代理请求已答复、已结束，或不是请您代理，未作改动。"))
    verb = "stand_in_accepted" if accepts else "stand_in_declined"
    note(verb, at=at, by=by.staff_id, about=about)
    return asker


@transaction.atomic
def set_duty(  # noqa: PLR0913 - who notes what about whom
    by: Actor,
    staff: Staff,
    *,
    cap: int | None,
    skills: Sequence[str],
    shifts: Sequence[Shift],
    at: datetime,
) -> Duty:
    """Note what ``staff`` takes on from now on; raises RefusedError for hours that are none."""
    _check(by, staff)
    for weekday, since, until in shifts:
        if not 1 <= weekday <= _LAST_WEEKDAY or time.fromisoformat(since) >= _end(until):
            raise RefusedError(_("班次的开始须早于结束，未保存。跨零点的班请写成两行。"))
    duty = Duty.objects.create(
        staff=staff,
        cap=cap,
        skills=sorted(set(skills)),
        shifts=[list(shift) for shift in shifts],
        noted_by_id=by.staff_id or 0,
        noted_at=at,
    )
    note("duty", at=at, by=by.staff_id, about=staff.pk)
    return duty


def away(staff: Staff, since: datetime, until: datetime) -> bool:
    """Whether the person is away at any moment of this time."""
    rows = Absence.objects.filter(staff=staff, ended_at=None)
    return rows.filter(since__lt=until, until__gt=since).exists()


def _check(by: Actor, staff: Staff) -> None:
    """Over one of the units in which the person works as an owner, or the own unit."""
    grants = Grant.objects.filter(staff=staff, revoked_at=None).select_related("organisation")
    paths = [staff.organisation.path, *(held.organisation.path for held in grants)]
    if not any(may(by, "hand_over", unit_path=path, parts=frozenset()).allowed for path in paths):
        raise RefusedError(_("此人不在您的管理范围内，未作改动。"))


def _end(until: str) -> time:
    return time.max if until == "24:00" else time.fromisoformat(until)
