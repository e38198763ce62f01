"""S105, S106, S123: what is known to be broken stands beside the form."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast
from console.conftest import Enter
from console.intake.test_intake import asked
from outages import ADDRESS, CAUSE, CUT_OFF, cut_off


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def agent(cast: Cast, enter: Enter) -> Client:
    return enter(cast.agent)


def test_the_known_fault_is_told_with_cause_time_and_the_sentence_for_the_caller(
    cast: Cast, agent: Client, now: datetime
) -> None:
    number = cut_off(cast, now)
    page = asked(agent, address=ADDRESS, description=CUT_OFF)
    assert "已知群障" in page
    assert number in page
    assert f"您所在的区域因{CAUSE}影响上网" in page
    assert "请先问清地址" not in page


def test_while_only_the_city_is_known_the_address_is_asked_first(
    cast: Cast, agent: Client, now: datetime
) -> None:
    number = cut_off(cast, now)
    page = asked(agent, description=CUT_OFF)
    assert number in page
    assert "请先问清地址" in page
    assert "请问您是在幸福小区吗？" in page


def test_elsewhere_and_about_something_else_nothing_is_told(
    cast: Cast, agent: Client, now: datetime
) -> None:
    cut_off(cast, now)
    assert "已知群障" not in asked(agent, address="甲市西区平安里1号", description=CUT_OFF)
    assert "已知群障" not in asked(agent, address=ADDRESS, category="F-01-01")
    assert "已知群障" not in asked(agent, address=ADDRESS, region="440300")


def test_an_end_that_was_told_and_has_passed_is_not_told_again(
    cast: Cast, agent: Client, now: datetime
) -> None:
    cut_off(cast, now - timedelta(hours=5))
    page = asked(agent, address=ADDRESS, description=CUT_OFF)
    assert "已过预计恢复时间" in page
    assert "恢复时间还在确认" in page


def test_planned_work_is_told_as_work(cast: Cast, agent: Client, now: datetime) -> None:
    window = {"since": now + timedelta(hours=3), "until": now + timedelta(hours=6), "eta": None}
    cut_off(cast, now, kind="work", cause="设备升级", **window)
    page = asked(agent, address=ADDRESS, description=CUT_OFF)
    assert "计划施工" in page
    assert "设备升级有计划施工" in page
