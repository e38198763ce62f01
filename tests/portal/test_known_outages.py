"""S105, S106: a customer hears of a known fault before complaining."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast
from jiesu.people.customers import Holder, Line, connect, enrol
from outages import ADDRESS, CAUSE, CUT_OFF, cut_off
from portal.conftest import answer, text_of

REVIEW = "/complain/review/"
DOWN: dict[str, Any] = {
    "what": {"description": CUT_OFF},
    "place": {"region": "440100", "address": ADDRESS},
}


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def test_the_known_fault_is_told_once_the_address_is_known_and_one_can_go_on(
    cast: Cast, client: Client, now: datetime
) -> None:
    cut_off(cast, now)
    answer(client, "down", **DOWN)
    page = text_of(client.get(REVIEW))
    assert "您所在区域有已知故障" in page
    assert CAUSE in page
    assert "恢复" in page
    assert "提交投诉" in page


def test_a_slow_line_hears_of_it_too(cast: Cast, client: Client, now: datetime) -> None:
    cut_off(cast, now)
    answer(client, "slow", place=DOWN["place"])
    page = text_of(client.get(REVIEW))
    assert "您所在区域有已知故障" in page


def test_a_bill_has_nothing_to_do_with_a_fault(cast: Cast, client: Client, now: datetime) -> None:
    cut_off(cast, now)
    told = {"description": "账单多扣了五十元流量费，要求退费，请核对。"}
    answer(client, "bill", what=told, place=DOWN["place"])
    assert "已知故障" not in text_of(client.get(REVIEW))


def test_a_typed_account_does_not_tell_where_its_line_lies(
    cast: Cast, client: Client, now: datetime
) -> None:
    connect(
        enrol(Holder("孙小明", "13800005678")),
        Line("075500012301", ADDRESS),
        organisation=cast.city,
        product="光速宽带",
        rate_mbps=300,
        rural=False,
        region="440100",
        installed_on=now.date(),
        monthly_rent_fen=9900,
    )
    cut_off(cast, now)
    cut_off(cast, now, places=["平安里"], cause="机房停电")
    answer(client, "down", place={"region": "440100", "account": "075500012301"})
    page = text_of(client.get(REVIEW))
    assert CAUSE in page, "both of the city's are told alike"
    assert "机房停电" in page
    assert "您所在区域有已知故障" not in page
