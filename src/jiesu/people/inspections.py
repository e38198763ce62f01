"""Inspections: an auditor asks, the privacy officer or legal counsel approves, looks are noted.

Whoever inspects sees nothing before (§17 view case A²): until approved, and after its end, the
cases of the unit do not exist for the auditor.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from jiesu.kit.sealed import seal_json
from jiesu.people.access import may, may_approve
from jiesu.people.actor import Actor
from jiesu.people.audit import note
from jiesu.people.errors import RefusedError
from jiesu.people.models import Inspection, Organisation
from jiesu.people.permissions import book

_LEAST_PURPOSE = 10


@transaction.atomic
def ask_inspection(  # noqa: PLR0913 - who, where, why and from when to when
    by: Actor,
    unit: Organisation,
    *,
    purpose: str,
    since: datetime,
    until: datetime,
    at: datetime,
) -> Inspection:
    """Ask to inspect the cases of ``unit`` and all below it.

    Raises RefusedError without the role over the unit, a purpose, or a time within the bounds.
    """
    verdict = may(by, "view_case", unit_path=unit.path)
    if by.staff_id is None or verdict.kind != "second":
        raise RefusedError(_("检查由审计人员在其授权范围内申请，未提交。"))
    if len(purpose.strip()) < _LEAST_PURPOSE:
        raise RefusedError(_("请写明检查的目的和依据（至少十个字），未提交。"))
    most = book().inspection.most_days
    if not (at <= until and since < until <= since + timedelta(days=most)):
        raise RefusedError(_("检查的起止时间不合适，最长 %(days)s 天，未提交。") % {"days": most})
    asked = Inspection.objects.create(
        staff_id=by.staff_id,
        organisation=unit,
        secret=seal_json({"purpose": purpose.strip()}),
        since=since,
        until=until,
        asked_at=at,
    )
    note("ask_inspection", at=at, by=by.staff_id, facts=_facts(asked))
    return asked


def approve_inspection(by: Actor, inspection: Inspection, *, at: datetime) -> None:
    """Let the auditor see the cases, in the time asked for."""
    _decide(by, inspection, "approved_at", at)
    note("approve_inspection", at=at, by=by.staff_id, facts=_facts(inspection))


def decline_inspection(by: Actor, inspection: Inspection, *, at: datetime) -> None:
    """Say no; nothing is opened."""
    _decide(by, inspection, "declined_at", at)
    note("decline_inspection", at=at, by=by.staff_id, facts=_facts(inspection))


@transaction.atomic
def end_inspection(by: Actor, inspection: Inspection, *, at: datetime) -> None:
    """Break off an approved inspection; the auditor may do so too."""
    if by.staff_id != inspection.staff_id:
        _check_second(by, inspection)
    running = Inspection.objects.filter(pk=inspection.pk, ended_at=None).exclude(approved_at=None)
    if not running.update(ended_at=at, ended_by=by.staff_id):
        raise RefusedError(_("这项检查没有在进行，未作改动。"))
    note("end_inspection", at=at, by=by.staff_id, facts=_facts(inspection))


def note_inspected(by: Actor, case_no: str, *, at: datetime) -> None:
    """Write down that a case was opened by somebody with an inspection in force."""
    if by.inspects:
        note("inspect", at=at, by=by.staff_id, facts={"case": case_no})


@transaction.atomic
def _decide(by: Actor, inspection: Inspection, column: str, at: datetime) -> None:
    _check_second(by, inspection)
    waiting = Inspection.objects.filter(pk=inspection.pk, decided_by=None)
    if not waiting.update(**{column: at, "decided_by": by.staff_id}):
        raise RefusedError(_("这项检查申请已有决定，未作改动。"))
    inspection.refresh_from_db()


def _check_second(by: Actor, inspection: Inspection) -> None:
    """Nobody decides on one's own request (§17)."""
    mine = frozenset({"requester"} if by.staff_id == inspection.staff_id else ())
    path = inspection.organisation.path
    verdict = may_approve(by, "view_case", unit_path=path, parts=mine)
    if not verdict.allowed:
        raise RefusedError(verdict.why)


def _facts(inspection: Inspection) -> dict[str, str | int]:
    return {"inspection": inspection.pk, "unit": inspection.organisation_id}
