"""Unmasking is counted: so many an hour, so many a day, and reviewed every week (§17)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from jiesu.people.actor import Actor
from jiesu.people.audit import note
from jiesu.people.errors import RefusedError
from jiesu.people.models import AuditEntry, Staff
from jiesu.people.permissions import book


class TooManyRevealsError(RefusedError):
    """The person looked behind the mask as often as is allowed."""


@transaction.atomic
def count_reveal(by: Actor, *, case_no: str, reason: str, at: datetime) -> None:
    """Write the reveal into the audit; the case's ledger has its own entry.

    Raises RefusedError for a reason that is not on the list, TooManyRevealsError at the limit.
    """
    limits = book().reveal
    if reason not in {one.code for one in limits.reasons}:
        raise RefusedError(_("请选择查看原文的事由。"))
    if by.staff_id is None:
        raise RefusedError(_("查看原文只限工作人员。"))
    Staff.objects.select_for_update().get(pk=by.staff_id)
    hour, day = _so_far(by, at)
    if hour >= limits.per_hour or day >= limits.per_day:
        raise TooManyRevealsError(
            _("查看原文的次数已达上限，未显示。请稍后再试或联系个人信息保护负责人。")
        )
    note("reveal", at=at, by=by.staff_id, facts={"case": case_no, "reason": reason})


def _so_far(by: Actor, at: datetime) -> tuple[int, int]:
    rows = AuditEntry.objects.filter(by=by.staff_id, verb="reveal", at__gt=at - timedelta(days=1))
    counted = rows.aggregate(
        hour=Count("id", filter=Q(at__gt=at - timedelta(hours=1))), day=Count("id")
    )
    return counted["hour"], counted["day"]
