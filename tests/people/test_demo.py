"""The demonstration has everybody it needs."""

from collections import Counter

import pytest
from django.utils import timezone

from jiesu.people.actors import load_actor
from jiesu.people.customers import by_phone, holder_of
from jiesu.people.demo import demo_cast, lay_out_people
from jiesu.people.models import Organisation, Staff


@pytest.mark.django_db
def test_every_role_of_the_staff_has_somebody_who_can_log_in() -> None:
    members = lay_out_people(timezone.now())
    assert {member.role for member in members} == {f"R{n:02}" for n in range(3, 27)}
    for member in members[:2]:
        assert Staff.objects.get(username=member.username).check_password(member.password)
    ligong = load_actor(Staff.objects.get(username="ligong").pk)
    assert ligong is not None
    assert ligong.held[0].path == Organisation.objects.get(code="ZJ").path


@pytest.mark.django_db
def test_the_customers_of_the_demonstration_can_be_looked_up() -> None:
    lay_out_people(timezone.now())
    assert holder_of(by_phone("13800000001").get().customer).name == "孙女士"


def test_a_decision_that_needs_two_officers_has_two() -> None:
    assert Counter(member.role for member in demo_cast())["R16"] == 2


def test_the_password_is_drawn_once_for_each_installation() -> None:
    assert {member.password for member in demo_cast()} == {demo_cast()[0].password}
    assert len(demo_cast()[0].password) == 14
