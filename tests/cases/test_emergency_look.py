"""Breaking the glass shows one case for an hour to somebody who otherwise sees none (§17)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from cast import Cast
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case
from jiesu.cases.permit import parts_of
from jiesu.people.access import may
from jiesu.people.actor import Actor
from jiesu.people.actors import load_actor
from jiesu.people.glass import break_glass
from jiesu.people.models import Grant, Organisation, Staff

NOW = datetime(2026, 9, 18, 9, 30, tzinfo=UTC)
TOLD = Intake(
    channel="hotline",
    description="光缆被挂断垂到路面,有行人被绊倒。",
    desired_outcome="马上处理",
    name="孙女士",
    phone="13800005678",
    region="440100",
)


@pytest.fixture
def cases(cast: Cast) -> list[Case]:
    return [receive(cast.agent, TOLD, now=NOW) for _ in range(2)]


@pytest.fixture
def admin(cases: list[Case]) -> Staff:  # noqa: ARG001 - the organisation stands by then
    root = Organisation.objects.order_by("path")[0]
    staff = Staff.objects.create_user("notfall", "x", name="值班", work_no="N1", organisation=root)
    Grant.objects.create(staff=staff, role="R25", organisation=root, granted_at=NOW)
    return staff


def actor_of(staff: Staff) -> Actor:
    actor = load_actor(staff.pk)
    assert actor is not None
    return actor


def seen(staff: Staff) -> list[str]:
    return [case.number for case in Case.objects.visible_to(actor_of(staff))]


def test_one_case_opens_and_closes_again(cases: list[Case], admin: Staff) -> None:
    assert seen(admin) == []
    number = cases[0].number
    break_glass(actor_of(admin), number, reason="有人受伤,须立刻核对位置", at=timezone.now())
    assert seen(admin) == [number]
    parts = parts_of(actor_of(admin), cases[0])
    assert may(actor_of(admin), "view_case", unit_path="/", parts=parts).allowed
    assert not may(actor_of(admin), "annotate", unit_path="/", parts=parts).allowed


def test_an_old_look_opens_nothing(cases: list[Case], admin: Staff) -> None:
    past = timezone.now() - timedelta(minutes=61)
    break_glass(actor_of(admin), cases[0].number, reason="有人受伤,须立刻核对位置", at=past)
    assert seen(admin) == []
