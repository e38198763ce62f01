"""S105, S106, S123: what is known to be broken stands beside the form, and one tick joins it."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast
from console.conftest import Enter
from console.intake.test_intake import asked
from jiesu.cases.models import Case, Entry, Message
from outages import ADDRESS, CAUSE, CUT_OFF, cut_off, over

CALL = {
    "channel": "hotline",
    "description": CUT_OFF,
    "desired_outcome": "尽快恢复上网",
    "phone": "138 0000 5678",
    "address": ADDRESS,
    "key": "call-1",
    "save": "1",
}


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
    assert f"/console/outages/{number}/" in page
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


def test_an_address_that_lies_in_none_folds_those_of_the_city(
    cast: Cast, agent: Client, now: datetime
) -> None:
    """A place may be written in another way than it is said: the agent still finds it."""
    cut_off(cast, now)
    page = asked(agent, address="甲市西区平安里1号", description=CUT_OFF)
    assert "同城的其他群障（1）" in page
    assert "<details" in page
    assert "<details open" not in page.replace(' class="fold fold-plain"', "")


def test_on_a_day_of_storms_the_outages_of_the_city_are_folded(
    cast: Cast, agent: Client, now: datetime
) -> None:
    unfolded = '<details class="fold fold-plain" open>'
    for n in range(3):
        cut_off(cast, now, places=[f"平安里{n}区"])
    assert unfolded in asked(agent, description=CUT_OFF)
    cut_off(cast, now)
    page = asked(agent, description=CUT_OFF)
    assert "同城的其他群障（4）" in page
    assert unfolded not in page


def test_in_another_city_and_about_something_else_nothing_is_told(
    cast: Cast, agent: Client, now: datetime
) -> None:
    cut_off(cast, now)
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


def test_one_tick_registers_and_joins_and_the_customer_hears_of_it(
    cast: Cast, agent: Client, now: datetime
) -> None:
    number = cut_off(cast, now)
    for _ in range(2):
        saved = agent.post("/console/new", {**CALL, "outage": number})
        assert saved.status_code == 302
    case = Case.objects.get()
    assert case.outage == number
    assert case.state == "REGISTERED"
    joined = Entry.objects.get(case=case, verb="join_outage")
    assert joined.by_staff_id == cast.agent.staff_id
    assert {"N01", "N12"} <= set(
        Message.objects.filter(case=case).values_list("template", flat=True)
    )


def test_the_number_is_read_out_with_how_the_outage_stands(
    cast: Cast, agent: Client, now: datetime
) -> None:
    number = cut_off(cast, now)
    page = agent.post("/console/new", {**CALL, "outage": number}, follow=True).content.decode()
    assert "已并入群障" in page
    assert f"{number} 预计" in page


def test_added_to_an_open_case_the_case_joins_the_outage_too(
    cast: Cast, agent: Client, now: datetime
) -> None:
    agent.post("/console/new", CALL)
    case = Case.objects.get()
    number = cut_off(cast, now)
    for _ in range(2):
        told = {**CALL, "key": "call-2", "join": case.number, "outage": number}
        assert agent.post("/console/new", told).status_code == 302
    assert Case.objects.get().outage == number
    assert Entry.objects.filter(case=case, verb="join_outage").count() == 1
    over(cast, number, now)
    second = {**CALL, "key": "call-3", "join": case.number, "outage": "QZ0"}
    assert agent.post("/console/new", second).status_code in {409, 422}
    assert Entry.objects.filter(case=case, verb="supplement").count() == 1


def test_what_is_over_by_now_is_not_joined_and_nothing_is_registered(
    cast: Cast, agent: Client, now: datetime
) -> None:
    number = cut_off(cast, now)
    over(cast, number, now)
    page = agent.post("/console/new", {**CALL, "outage": number})
    assert page.status_code in {409, 422}
    assert CUT_OFF in page.content.decode()
    assert number in page.content.decode()
    assert not Case.objects.exists()


def test_looking_again_keeps_the_tick(cast: Cast, agent: Client, now: datetime) -> None:
    number = cut_off(cast, now)
    assert f'name="outage" value="{number}" checked' in look(agent, **CALL, outage=number)


def test_a_contact_for_another_city_is_joined_by_the_system(
    cast: Cast, agent: Client, now: datetime
) -> None:
    number = cut_off(cast, now, unit="P44", places=[])
    agent.post("/console/new", {**CALL, "region": "440300", "outage": number})
    joined = Entry.objects.get(verb="join_outage")
    assert (joined.by_kind, joined.case.outage) == ("system", number)


def test_a_second_outage_makes_no_repeat(cast: Cast, agent: Client, now: datetime) -> None:
    """§15.1: the same customer in another outage says nothing again."""
    first = cut_off(cast, now)
    agent.post("/console/new", {**CALL, "outage": first})
    over(cast, first, now)
    second = cut_off(cast, now + timedelta(minutes=1), cause="机房停电")
    told = {**CALL, "key": "call-2"}
    assert "可能是重复来件" in look(agent, **told)
    assert "可能是重复来件" not in look(agent, **told, outage=second)
    agent.post("/console/new", {**told, "outage": second})
    later = Case.objects.latest("id")
    assert (later.outage, later.repeat_no) == (second, 1)
    assert "related" not in later.record


def look(browser: Client, **typed: str) -> str:
    return browser.post("/console/new", {**typed, "look": "1"}).content.decode()
