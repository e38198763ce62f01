"""A small organisation and a way to hire people into it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from jiesu.people.models import Grant, Organisation, Staff

NOW = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
Hire = Callable[..., Staff]


@pytest.fixture
def city(db: None) -> Organisation:  # noqa: ARG001 - opens the database
    return Organisation.objects.create(
        code="C1", name="湛江分公司", kind="city", path="/1/", region="440800"
    )


@pytest.fixture
def hire(city: Organisation) -> Hire:
    def hired(username: str, *roles: str, unit: Organisation = city) -> Staff:
        staff = Staff.objects.create_user(
            username=username,
            name=username,
            work_no=f"W-{username}",
            organisation=unit,
            password="Zhu-Que-Nan-Lu-7",
        )
        for role in roles:
            Grant.objects.create(staff=staff, role=role, organisation=unit, granted_at=NOW)
        return staff

    return hired
