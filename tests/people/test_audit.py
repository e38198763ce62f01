"""The audit is added to and nothing else; looks at personal data are counted."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from jiesu.people.actor import SYSTEM, Actor
from jiesu.people.actors import load_actor
from jiesu.people.audit import note
from jiesu.people.errors import RefusedError
from jiesu.people.glass import break_glass, glass_broken
from jiesu.people.models import AuditEntry, GlassNotice
from jiesu.people.permissions import book
from jiesu.people.reveals import count_reveal

if TYPE_CHECKING:
    from people.conftest import Hire

CASE = "TS44080020260901000001"


@pytest.fixture
def clerk(hire: "Hire") -> Actor:
    actor = load_actor(hire("ligong", "R03").pk)
    assert actor is not None
    return actor


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["UPDATE people_audit SET verb='x'", "DELETE FROM people_audit"])
def test_the_database_refuses_to_change_the_audit(change: str) -> None:
    note("login", at=timezone.now())
    with (
        pytest.raises(DatabaseError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert AuditEntry.objects.get().verb == "login"


@pytest.mark.django_db
def test_retention_may_delete_old_rows() -> None:
    note("login", at=timezone.now())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL jiesu.retention = 'on'")
        cursor.execute("DELETE FROM people_audit")
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_an_act_nobody_described_is_not_audited() -> None:
    with pytest.raises(ValueError, match="not audited"):
        note("dance", at=timezone.now())


def test_a_reveal_is_counted_with_its_reason(clerk: Actor) -> None:
    count_reveal(clerk, case_no=CASE, reason="contact", at=timezone.now())
    entry = AuditEntry.objects.get(verb="reveal")
    assert (entry.by_id, entry.facts) == (clerk.staff_id, {"case": CASE, "reason": "contact"})


def test_a_reveal_without_a_listed_reason_is_refused(clerk: Actor) -> None:
    with pytest.raises(RefusedError, match="事由"):
        count_reveal(clerk, case_no=CASE, reason="好奇", at=timezone.now())


def test_nobody_reveals_without_end(clerk: Actor) -> None:
    now = timezone.now()
    for _ in range(book().reveal.per_hour):
        count_reveal(clerk, case_no=CASE, reason="contact", at=now)
    with pytest.raises(RefusedError, match="上限"):
        count_reveal(clerk, case_no=CASE, reason="contact", at=now)
    count_reveal(clerk, case_no=CASE, reason="contact", at=now + timedelta(minutes=61))


def test_an_emergency_look_lasts_an_hour_and_the_privacy_officer_is_told(
    clerk: Actor, hire: "Hire"
) -> None:
    officer, now = hire("geren", "R22"), timezone.now()
    glass = break_glass(clerk, CASE, reason="用户称有人触电，须立刻核对地址", at=now)
    assert glass_broken(clerk, at=now + timedelta(minutes=59)) == {CASE}
    assert glass_broken(clerk, at=now + timedelta(minutes=60)) == frozenset()
    again = load_actor(clerk.staff_id or 0)
    assert again is not None
    assert again.glass == (CASE,)
    assert [n.officer_id for n in GlassNotice.objects.filter(glass=glass)] == [officer.pk]
    assert AuditEntry.objects.get(verb="break_glass").by_id == clerk.staff_id


def test_an_emergency_look_needs_a_real_reason(clerk: Actor) -> None:
    with pytest.raises(RefusedError, match="理由"):
        break_glass(clerk, CASE, reason="急", at=timezone.now())


@pytest.mark.django_db
def test_the_system_breaks_no_glass() -> None:
    with pytest.raises(RefusedError):
        break_glass(SYSTEM, CASE, reason="没有理由没有理由没有理由", at=timezone.now())


def test_a_privacy_officer_does_not_review_his_own_look(hire: "Hire") -> None:
    officer, other = hire("geren", "R22"), hire("geren2", "R22")
    actor = load_actor(officer.pk)
    assert actor is not None
    glass = break_glass(actor, CASE, reason="监管部门电话要求立即核实", at=timezone.now())
    assert [notice.officer_id for notice in glass.notices.all()] == [other.pk]
