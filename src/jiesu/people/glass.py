"""Breaking the glass: an emergency look at one case, for an hour, told to others (§17)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from jiesu.kit.sealed import seal_json
from jiesu.people.actor import Actor
from jiesu.people.audit import note
from jiesu.people.errors import RefusedError
from jiesu.people.models import BrokenGlass, GlassNotice, Staff
from jiesu.people.permissions import book

_LEAST_REASON = 10


@transaction.atomic
def break_glass(by: Actor, case_no: str, *, reason: str, at: datetime) -> BrokenGlass:
    """Let ``by`` look at the case for an hour, and put it before every privacy officer.

    The reason may hold personal data, so it is sealed in the row and stays out of the audit.
    """
    if by.kind != "staff" or by.staff_id is None:
        raise RefusedError(_("应急查看只限工作人员。"))
    if len(reason.strip()) < _LEAST_REASON:
        raise RefusedError(_("请写明应急查看的理由（至少十个字），未作改动。"))
    until = at + timedelta(minutes=book().break_glass.minutes)
    glass = BrokenGlass.objects.create(
        staff_id=by.staff_id,
        case_no=case_no,
        secret=seal_json({"reason": reason.strip()}),
        at=at,
        until=until,
    )
    GlassNotice.objects.bulk_create(
        GlassNotice(glass=glass, officer=officer) for officer in _officers(by.staff_id)
    )
    note("break_glass", at=at, by=by.staff_id, facts={"case": case_no, "glass": glass.pk})
    return glass


def glass_broken(by: Actor, *, at: datetime) -> frozenset[str]:
    """Numbers of the cases that ``by`` may look at in an emergency just now."""
    if by.staff_id is None:
        return frozenset()
    rows = BrokenGlass.objects.filter(staff_id=by.staff_id, at__lte=at, until__gt=at)
    return frozenset(rows.values_list("case_no", flat=True))


def _officers(besides: int) -> list[Staff]:
    """Nobody reviews the look that was one's own."""
    told = Staff.objects.filter(
        left_at=None,
        grants__role__in=book().break_glass.tell,
        grants__revoked_at=None,
    )
    return list(told.exclude(pk=besides).distinct())
