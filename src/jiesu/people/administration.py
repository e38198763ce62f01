"""What the administrator does: hire and dismiss, grant and revoke, unlock (§17)."""

import secrets
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from jiesu.people.access import may
from jiesu.people.actor import Actor
from jiesu.people.audit import note
from jiesu.people.errors import RefusedError
from jiesu.people.models import AccountLock, ApiToken, Grant, Organisation, Staff
from jiesu.people.permissions import book

FIRST_STAFF_ROLE = "R03"
"""R01 and R02 are the customer's side and are proven case by case, never granted."""


@transaction.atomic
def hire(
    by: Actor, *, username: str, password: str, unit: Organisation, at: datetime, **facts: Any
) -> Staff:
    """Open an account in ``unit``; ``facts`` are ``name``, ``work_no`` and the like."""
    _check(by, unit)
    staff = Staff.objects.create_user(username, password, organisation=unit, **facts)
    note("hire", at=at, by=by.staff_id, about=staff.pk)
    return staff


@transaction.atomic
def leave(by: Actor, staff: Staff, *, at: datetime) -> None:
    """Close the account: roles and tokens end with it, and so do sessions."""
    _check(by, staff.organisation)
    Staff.objects.filter(pk=staff.pk, left_at=None).update(left_at=at)
    for held in Grant.objects.filter(staff=staff, revoked_at=None):
        _end(held, by, at)
    ApiToken.objects.filter(staff=staff, revoked_at=None).update(revoked_at=at)
    end_sessions(staff)
    note("leave", at=at, by=by.staff_id, about=staff.pk)


@transaction.atomic
def grant(by: Actor, staff: Staff, role: str, unit: Organisation, *, at: datetime) -> Grant:
    """Let ``staff`` act as ``role`` over ``unit`` and all below it.

    Raises RefusedError for oneself, for a role that is not staff's, and for one already held.
    """
    _check(by, unit)
    _check_not_self(by, staff)
    if role not in book().roles or role < FIRST_STAFF_ROLE:
        raise RefusedError(_("没有可授予的角色 %(role)s，未作改动。") % {"role": role})
    held, new = Grant.objects.get_or_create(
        staff=staff,
        role=role,
        organisation=unit,
        revoked_at=None,
        defaults={"granted_by_id": by.staff_id, "granted_at": at},
    )
    if not new:
        raise RefusedError(_("此人在该组织已有这个角色，未作改动。"))
    note("grant", at=at, by=by.staff_id, about=staff.pk, facts={"role": role, "unit": unit.pk})
    return held


@transaction.atomic
def revoke(by: Actor, held: Grant, *, at: datetime) -> None:
    """End a grant; raises RefusedError if it has already ended or is one's own."""
    _check(by, held.organisation)
    _check_not_self(by, held.staff)
    _end(held, by, at)


@transaction.atomic
def unlock(by: Actor, staff: Staff, *, at: datetime) -> None:
    """Lift the locks in force on the account."""
    _check(by, staff.organisation)
    locks = AccountLock.objects.filter(staff=staff, until__gt=at, lifted_at=None)
    if not locks.update(lifted_at=at, lifted_by_id=by.staff_id):
        raise RefusedError(_("此账号没有锁定，未作改动。"))
    note("unlock", at=at, by=by.staff_id, about=staff.pk)


@transaction.atomic
def reset_second_factor(by: Actor, staff: Staff, *, at: datetime) -> None:
    """Forget a lost second factor; at the next login a new one is set up."""
    _check(by, staff.organisation)
    _check_not_self(by, staff)
    Authenticator.objects.filter(user=staff).delete()
    end_sessions(staff)
    note("reset_second_factor", at=at, by=by.staff_id, about=staff.pk)


@transaction.atomic
def reset_password(by: Actor, staff: Staff, *, at: datetime) -> str:
    """Return a new password, shown this once, to be handed over and changed by the person."""
    _check(by, staff.organisation)
    _check_not_self(by, staff)
    password = secrets.token_urlsafe(12)
    staff.set_password(password)
    staff.save(update_fields=["password"])
    end_sessions(staff)
    note("set_password", at=at, by=by.staff_id, about=staff.pk)
    return password


def end_sessions(staff: Staff) -> int:
    """End every session of ``staff`` and return how many there were."""
    ended = list(UserSession.objects.filter(user=staff))
    for session in ended:
        session.end()
    return len(ended)


def _end(held: Grant, by: Actor, at: datetime) -> None:
    ended = Grant.objects.filter(pk=held.pk, revoked_at=None)
    if not ended.update(revoked_at=at, revoked_by_id=by.staff_id):
        raise RefusedError(_("这项授权已经收回，未作改动。"))
    facts: dict[str, str | int] = {"role": held.role, "unit": held.organisation_id}
    note("revoke", at=at, by=by.staff_id, about=held.staff_id, facts=facts)


def _check(by: Actor, unit: Organisation) -> None:
    verdict = may(by, "administer", unit_path=unit.path)
    if not verdict.allowed:
        raise RefusedError(verdict.why)


def _check_not_self(by: Actor, staff: Staff) -> None:
    if by.staff_id == staff.pk:
        raise RefusedError(_("不能给自己授权、收权或重置，请另一位管理员办理。"))
