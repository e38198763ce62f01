"""Staff at their screens: cases to look at, and browsers that have logged in."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cast import Cast
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case
from jiesu.console.finding.conditions import Conditions
from jiesu.console.finding.listing import Listed
from jiesu.console.finding.narrowing import narrowed
from jiesu.console.finding.paging import page_of
from jiesu.people.actor import Actor
from jiesu.people.models import Staff

Enter = Callable[[Actor], Client]
SLOW = Intake(
    channel="hotline",
    description="家里宽带网速很慢，签约三百兆，有线测速只有六十兆，请打 13800005678。",
    desired_outcome="修好网速，退这一周的费用",
    name="孙女士",
    phone="13800005678",
    account="075500012301",
    address="甲市东区幸福小区3号楼502",
    region="440100",
)


@pytest.fixture
def now() -> datetime:
    return timezone.now() - timedelta(minutes=3)


@pytest.fixture
def case(cast: Cast, now: datetime) -> Case:
    return receive(cast.agent, SLOW, now=now)


@pytest.fixture
def owner(cast: Cast, case: Case) -> Actor:
    return cast.owner if case.owner_id == cast.owner.staff_id else cast.second_owner


@pytest.fixture
def enter(settings: Settings) -> Enter:
    """A browser in which the actor has logged in; second factors have tests of their own."""
    settings.SECOND_FACTOR = False

    def entered(actor: Actor) -> Client:
        client = Client()
        client.force_login(Staff.objects.get(work_no=actor.work_no))
        return client

    return entered


def list_of(actor: Actor, look: Conditions, now: datetime) -> list[Listed]:
    """What a list holds, in its order: its first page."""
    return page_of(narrowed(actor, look, now), None, ended=look.ended)[0]


def ids_of(actor: Actor, look: Conditions, now: datetime) -> list[int]:
    """Which cases a list holds, in its order."""
    return [case.id for case in list_of(actor, look, now)]
