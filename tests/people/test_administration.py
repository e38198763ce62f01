"""Hiring, granting, leaving: who did it to whom stands in the audit."""

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from jiesu.people import administration
from jiesu.people.actor import Actor
from jiesu.people.actors import actor_of_token, load_actor
from jiesu.people.errors import RefusedError
from jiesu.people.models import AuditEntry, Grant, Organisation, Staff
from jiesu.people.tokens import issue, revoke
from jiesu.people.units import plant

if TYPE_CHECKING:
    from people.conftest import Hire


@pytest.fixture
def admin(hire: "Hire") -> Actor:
    actor = load_actor(hire("guanliyuan", "R25").pk)
    assert actor is not None
    return actor


def audited(verb: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(verb=verb))


def test_a_grant_is_written_down_with_who_and_when(admin: Actor, hire: "Hire") -> None:
    clerk, at = hire("ligong"), timezone.now()
    administration.grant(admin, clerk, "R03", clerk.organisation, at=at)
    [entry] = audited("grant")
    assert (entry.by_id, entry.about_id, entry.at) == (admin.staff_id, clerk.pk, at)
    assert entry.facts == {"role": "R03", "unit": clerk.organisation_id}


def test_nobody_grants_to_himself(admin: Actor) -> None:
    me = Staff.objects.get(username="guanliyuan")
    with pytest.raises(RefusedError, match="不能给自己"):
        administration.grant(admin, me, "R21", me.organisation, at=timezone.now())
    assert Grant.objects.filter(staff=me).count() == 1


def test_only_an_administrator_grants(hire: "Hire") -> None:
    manager, clerk = load_actor(hire("jingli", "R21").pk), hire("ligong")
    assert manager is not None
    with pytest.raises(RefusedError, match="系统管理员"):
        administration.grant(manager, clerk, "R03", clerk.organisation, at=timezone.now())


def test_an_administrator_of_one_city_does_not_grant_in_another(admin: Actor, hire: "Hire") -> None:
    other = plant(None, code="C2", name="茂名", kind="city", region="440900")
    with pytest.raises(RefusedError):
        administration.grant(admin, hire("ligong"), "R03", other, at=timezone.now())


@pytest.mark.parametrize("role", ["R01", "R02", "R27", "R3", ""])
def test_a_role_that_is_not_staffs_cannot_be_granted(admin: Actor, hire: "Hire", role: str) -> None:
    clerk = hire("ligong")
    with pytest.raises(RefusedError, match="没有可授予的角色"):
        administration.grant(admin, clerk, role, clerk.organisation, at=timezone.now())


def test_a_role_is_held_once_and_may_be_granted_again_after_it_ended(
    admin: Actor, hire: "Hire"
) -> None:
    clerk, now = hire("ligong"), timezone.now()
    held = administration.grant(admin, clerk, "R03", clerk.organisation, at=now)
    with pytest.raises(RefusedError, match="已有"):
        administration.grant(admin, clerk, "R03", clerk.organisation, at=now)
    administration.revoke(admin, held, at=now)
    with pytest.raises(RefusedError, match="已经收回"):
        administration.revoke(admin, held, at=now)
    administration.grant(admin, clerk, "R03", clerk.organisation, at=now)
    assert Grant.objects.filter(staff=clerk, revoked_at=None).count() == 1


def test_who_leaves_loses_roles_and_tokens(admin: Actor, hire: "Hire") -> None:
    clerk, now = hire("ligong", "R03"), timezone.now()
    token = issue(clerk, label="t", at=now)
    administration.leave(admin, clerk, at=now)
    assert actor_of_token(token) is None
    assert not Grant.objects.filter(staff=clerk, revoked_at=None).exists()
    assert [entry.verb for entry in AuditEntry.objects.filter(about=clerk).order_by("id")] == [
        "issue_token",
        "revoke",
        "leave",
    ]


def test_a_forgotten_password_is_reset_by_another(admin: Actor, hire: "Hire") -> None:
    clerk = hire("ligong", "R03")
    new = administration.reset_password(admin, clerk, at=timezone.now())
    clerk.refresh_from_db()
    assert clerk.check_password(new)
    assert [entry.by_id for entry in audited("set_password")] == [admin.staff_id]
    with pytest.raises(RefusedError, match="不能给自己"):
        administration.reset_password(
            admin, Staff.objects.get(username="guanliyuan"), at=timezone.now()
        )


def test_a_role_that_ended_here_is_gone_from_the_next_request(hire: "Hire", admin: Actor) -> None:
    clerk = hire("ligong", "R03", "R07")
    token = issue(clerk, label="t", at=timezone.now())
    assert actor_of_token(token)
    administration.revoke(admin, clerk.grants.get(role="R07"), at=timezone.now())
    left = actor_of_token(token)
    assert left
    assert [held.role for held in left.held] == ["R03"]


def test_a_revoked_token_opens_nothing(hire: "Hire") -> None:
    clerk, now = hire("ligong", "R03"), timezone.now()
    token = issue(clerk, label="t", at=now)
    row = clerk.tokens.get()
    assert actor_of_token(token) is not None
    revoke(row.pk, at=now)
    assert actor_of_token(token) is None
    with pytest.raises(RefusedError, match="没有这个有效的令牌"):
        revoke(row.pk, at=now)


def test_the_token_itself_is_kept_nowhere(hire: "Hire") -> None:
    token = issue(hire("ligong"), label="t", at=timezone.now())
    kept = Staff.objects.get(username="ligong").tokens.values_list()
    assert token not in str(list(kept))


def test_somebody_is_hired_into_a_unit(admin: Actor, city: Organisation) -> None:
    staff = administration.hire(
        admin,
        username="xinren",
        password="Zhu-Que-Nan-Lu-7",
        unit=city,
        at=timezone.now(),
        name="新人",
        work_no="8001",
    )
    assert staff.check_password("Zhu-Que-Nan-Lu-7")
    assert [entry.about_id for entry in audited("hire")] == [staff.pk]
