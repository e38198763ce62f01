"""Locking an account after too many wrong passwords; who and when are rows."""

from datetime import datetime, timedelta

from django.db import transaction

from jiesu.people.audit import note
from jiesu.people.models import AccountLock, AuditEntry, Staff
from jiesu.people.permissions import book

_FORGIVES = ("login", "lock", "unlock")
"""After one of these the count of failures begins anew."""


def locked(username: str, *, at: datetime) -> bool:
    """Whether no password opens this account just now."""
    return AccountLock.objects.filter(
        staff__username__iexact=username, locked_at__lte=at, until__gt=at, lifted_at=None
    ).exists()


@transaction.atomic
def count_failure(username: str, *, at: datetime) -> None:
    """Write a failed login down, and lock the account when it was one too many.

    A name that nobody bears is counted too, but not kept: people mistype passwords there.
    """
    staff = Staff.objects.select_for_update().filter(username__iexact=username).first()
    note("login_failed", at=at, about=staff.pk if staff else None)
    if staff is None or locked(username, at=at):
        return
    failures = _failures(staff, at)
    if failures >= book().login.failures:
        until = at + timedelta(minutes=book().login.lock_minutes)
        AccountLock.objects.create(staff=staff, locked_at=at, until=until, failures=failures)
        note("lock", at=at, about=staff.pk, facts={"failures": failures})


def _failures(staff: Staff, at: datetime) -> int:
    since = at - timedelta(minutes=book().login.within_minutes)
    about = AuditEntry.objects.filter(about=staff, at__gte=since)
    forgiven = about.filter(verb__in=_FORGIVES).order_by("-id").values_list("id", flat=True).first()
    return about.filter(verb="login_failed", id__gt=forgiven or 0).count()
