"""An auditor sees the cases of a unit only under an inspection that another approved (§17 A²)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from api.door import COMPLAINTS, Door
from cast import Cast, person
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case
from jiesu.cases.moves import make_move
from jiesu.cases.permit import parts_of
from jiesu.cases.refusals import NotAllowed
from jiesu.config import wsgi
from jiesu.kit.sealed import seal_json
from jiesu.people.access import may
from jiesu.people.actor import Actor
from jiesu.people.actors import load_actor
from jiesu.people.errors import RefusedError
from jiesu.people.inspections import (
    approve_inspection,
    ask_inspection,
    decline_inspection,
    end_inspection,
)
from jiesu.people.models import AuditEntry, Inspection, Organisation
from tale import NOW, SLOW

WHY = "通信管理局 2026 年投诉处理专项检查"


@pytest.fixture
def case(cast: Cast) -> Case:
    return receive(cast.agent, SLOW, now=NOW)


def asked(by: Actor, unit: Organisation, days: float = 5, since: float = -0.1) -> Inspection:
    now = timezone.now()
    begins = now + timedelta(days=since)
    return ask_inspection(
        by, unit, purpose=WHY, since=begins, until=begins + timedelta(days=days), at=now
    )


def again(actor: Actor) -> Actor:
    assert actor.staff_id
    loaded = load_actor(actor.staff_id)
    assert loaded
    return loaded


def sees(actor: Actor, case: Case) -> bool:
    actor = again(actor)
    fetched = Case.objects.visible_to(actor).filter(pk=case.pk).exists()
    told = may(actor, "view_case", unit_path=case.unit_path, parts=parts_of(actor, case))
    assert fetched == told.allowed
    return fetched


def test_nothing_is_seen_before_approval_and_after_the_end(cast: Cast, case: Case) -> None:
    inspection = asked(cast.auditor, cast.city)
    assert not sees(cast.auditor, case)
    approve_inspection(cast.privacy, inspection, at=timezone.now())
    assert sees(cast.auditor, case)
    Inspection.objects.update(until=timezone.now() - timedelta(hours=1))
    assert not sees(cast.auditor, case)


def test_it_opens_only_its_unit_and_only_when_it_has_begun(cast: Cast, case: Case) -> None:
    for inspection in (asked(cast.auditor, cast.other_city), asked(cast.auditor, cast.city, 5, 1)):
        approve_inspection(cast.legal, inspection, at=timezone.now())
    assert not sees(cast.auditor, case)


def test_it_is_declined_or_broken_off(cast: Cast, case: Case) -> None:
    decline_inspection(cast.legal, asked(cast.auditor, cast.city), at=timezone.now())
    assert not sees(cast.auditor, case)
    inspection = asked(cast.auditor, cast.city)
    approve_inspection(cast.legal, inspection, at=timezone.now())
    with pytest.raises(RefusedError, match="已有决定"):
        decline_inspection(cast.privacy, inspection, at=timezone.now())
    end_inspection(cast.privacy, inspection, at=timezone.now())
    assert not sees(cast.auditor, case)


def test_only_another_of_the_named_roles_approves(cast: Cast) -> None:
    inspection = asked(cast.auditor, cast.city)
    for stranger in (cast.manager, cast.auditor, cast.admin):
        with pytest.raises(RefusedError):
            approve_inspection(stranger, inspection, at=timezone.now())
    both = person("both", "兼任", cast.city, "R26", cast.city)
    both = Actor("staff", "兼任", both.staff_id, held=(*both.held, *cast.privacy.held))
    with pytest.raises(RefusedError, match="自己"):
        approve_inspection(both, Inspection.objects.create(
            staff_id=both.staff_id or 0, organisation=cast.city, secret=seal_json({"purpose": WHY}),
            since=NOW, until=NOW, asked_at=NOW), at=timezone.now())  # fmt: skip


def test_only_an_auditor_asks_with_a_purpose_and_for_a_time(cast: Cast) -> None:
    for actor in (cast.manager, cast.owner, cast.privacy, cast.admin):
        with pytest.raises(RefusedError, match="审计人员"):
            asked(actor, cast.city)
    for days in (0, 31):
        with pytest.raises(RefusedError, match="起止时间"):
            asked(cast.auditor, cast.city, days)
    now = timezone.now()
    with pytest.raises(RefusedError, match="目的"):
        ask_inspection(cast.auditor, cast.city, purpose="看看", since=now,
                       until=now + timedelta(days=1), at=now)  # fmt: skip


@pytest.mark.usefixtures("case")
def test_the_inspection_ends_with_the_role(cast: Cast) -> None:
    approve_inspection(cast.legal, asked(cast.auditor, cast.city), at=timezone.now())
    actor = again(cast.auditor)
    without = Actor("staff", "x", actor.staff_id, held=(), inspects=actor.inspects)
    assert not Case.objects.visible_to(without).exists()


def test_every_case_opened_is_written_down_and_looking_is_all(cast: Cast, case: Case) -> None:
    door = Door(wsgi.application).as_(cast.auditor)
    path = f"{COMPLAINTS}/{case.number}"
    assert door.get(path).status == 404
    approve_inspection(cast.legal, asked(cast.auditor, cast.city), at=timezone.now())
    assert door.get(path).status == 200
    (row,) = AuditEntry.objects.filter(verb="inspect")
    assert (row.by_id, row.facts) == (cast.auditor.staff_id, {"case": case.number})
    with pytest.raises(NotAllowed):
        make_move(again(cast.auditor), case.number, "annotate", {"text": "记"}, now=NOW)


def test_a_look_behind_the_mask_waits_for_another_and_counts_once(cast: Cast, case: Case) -> None:
    approve_inspection(cast.legal, asked(cast.auditor, cast.city), at=timezone.now())
    words = {"fields": ["phone"], "purpose": "authority", "why": "核对联系记录"}
    entry = make_move(again(cast.auditor), case.number, "reveal", words, now=NOW)
    assert entry.verb == "request"
    assert not AuditEntry.objects.filter(verb="reveal").exists()
    approved = make_move(cast.privacy, case.number, "approve", {"request": entry.seq}, now=NOW)
    assert (approved.verb, approved.by_staff_id) == ("reveal", cast.auditor.staff_id)
    assert AuditEntry.objects.get(verb="reveal").by_id == cast.auditor.staff_id
