"""S105, S106: a customer hears of a known fault before complaining, and how it goes on after."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast
from jiesu.cases.models import Case, Entry, Message
from jiesu.cases.moves import make_move
from lines import held
from outages import ADDRESS, CAUSE, CUT_OFF, cut_off, later, over
from portal.conftest import Follow, Page, answer, key_on, text_of

REVIEW = "/complain/review/"
CLOSING = {"outcome": "EXPLAINED_ACCEPTED", "root_cause": "R-LINE", "solution": "X-VISIT"}
UNTIL_CLOSED: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("agent", "guide", {}),
    ("agent", "settle", {"result": "属区域故障，已说明", "confirmed_by": "录音 1"}),
    ("caller", "call_back", {}),
    ("caller", "try_call", {"reached": True, "solved": "yes"}),
    ("caller", "close", CLOSING),
)
DOWN: dict[str, Any] = {
    "what": {"description": CUT_OFF},
    "place": {"region": "440100", "address": ADDRESS},
}


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def send(client: Client, **more: str) -> Page:
    return client.post(REVIEW, {"key": key_on(client.get(REVIEW)), **more})


def test_the_known_fault_is_told_once_the_address_is_known_and_one_can_go_on(
    cast: Cast, client: Client, now: datetime
) -> None:
    number = cut_off(cast, now)
    answer(client, "down", **DOWN)
    page = text_of(client.get(REVIEW))
    assert "您所在区域有已知故障" in page
    assert CAUSE in page
    assert "恢复" in page
    assert f'value="{number}" checked' in page
    assert "提交投诉" in page


def test_sent_so_the_system_joins_it_and_says_so(
    cast: Cast, client: Client, now: datetime, follow: Follow
) -> None:
    number = cut_off(cast, now)
    answer(client, "down", **DOWN)
    assert send(client, outage=number).headers["Location"] == "/complain/receipt/"
    case = Case.objects.get()
    joined = Entry.objects.get(case=case, verb="join_outage")
    assert joined.by_kind == "system"
    assert Message.objects.filter(case=case, template="N12").count() == 1
    page = text_of(follow(case).get(f"/my/{case.number}/"))
    assert "所在区域的故障正在抢修" in page
    assert "区域故障预计恢复" in page
    assert "与所在区域的故障一并处理" in page


def test_whoever_means_something_else_says_so_and_is_not_joined(
    cast: Cast, client: Client, now: datetime
) -> None:
    cut_off(cast, now)
    answer(client, "down", **DOWN)
    send(client, outage="another")
    assert Case.objects.get().outage == ""
    assert not Entry.objects.filter(verb="join_outage").exists()


def test_a_slow_line_in_the_area_is_told_but_not_taken_for_the_fault(
    cast: Cast, client: Client, now: datetime
) -> None:
    number = cut_off(cast, now)
    answer(client, "slow", place=DOWN["place"])
    page = text_of(client.get(REVIEW))
    assert "您所在区域有已知故障" in page
    assert f'value="{number}" checked' not in page
    assert 'value="another" checked' in page


def test_a_bill_has_nothing_to_do_with_a_fault(cast: Cast, client: Client, now: datetime) -> None:
    cut_off(cast, now)
    told = {"description": "账单多扣了五十元流量费，要求退费，请核对。"}
    answer(client, "bill", what=told, place=DOWN["place"])
    assert "已知故障" not in text_of(client.get(REVIEW))


def test_what_is_over_when_it_is_sent_is_not_joined_and_the_complaint_is_taken(
    cast: Cast, client: Client, now: datetime
) -> None:
    number = cut_off(cast, now)
    answer(client, "down", **DOWN)
    key = key_on(client.get(REVIEW))
    over(cast, number, timezone.now())
    client.post(REVIEW, {"key": key, "outage": number})
    assert Case.objects.get().outage == ""


def test_an_outage_elsewhere_cannot_be_named(cast: Cast, client: Client, now: datetime) -> None:
    elsewhere = cut_off(cast, now, places=["平安里"])
    answer(client, "down", **DOWN)
    send(client, outage=elsewhere)
    assert Case.objects.get().outage == ""


def test_a_typed_account_does_not_tell_where_its_line_lies(
    cast: Cast, client: Client, now: datetime
) -> None:
    held(cast, address=ADDRESS)
    cut_off(cast, now)
    cut_off(cast, now, places=["平安里"], cause="机房停电")
    answer(client, "down", place={"region": "440100", "account": "075500012301"})
    page = text_of(client.get(REVIEW))
    assert CAUSE in page, "both of the city's are told alike"
    assert "机房停电" in page
    assert "您所在区域有已知故障" not in page


def joined(cast: Cast, client: Client, now: datetime) -> tuple[Case, str]:
    number = cut_off(cast, now)
    answer(client, "down", **DOWN)
    send(client, outage=number)
    return Case.objects.get(), number


def test_an_end_that_moves_is_told_on_the_page(
    cast: Cast, client: Client, now: datetime, follow: Follow
) -> None:
    case, number = joined(cast, client, now)
    tomorrow = now + timedelta(days=1)
    later(cast, number, tomorrow, timezone.now())
    page = follow(case).get(f"/my/{case.number}/")
    points = {point.title: point.at for point in page.context["points"]}
    assert points["区域故障预计恢复"] == tomorrow


def test_planned_work_is_told_as_such_and_called_off_as_such(
    cast: Cast, client: Client, now: datetime, follow: Follow
) -> None:
    window = {"since": now + timedelta(hours=3), "until": now + timedelta(hours=6), "eta": None}
    number = cut_off(cast, now, kind="work", cause="设备升级", **window)
    answer(client, "down", **DOWN)
    page = text_of(client.get(REVIEW))
    assert "您所在区域有计划施工" in page
    assert 'value="another" checked' in page, "what has not begun explains nothing yet"
    send(client, outage=number)
    case = Case.objects.get()
    mine = follow(case)
    told = mine.get(f"/my/{case.number}/")
    assert "所在区域有计划施工" in text_of(told)
    assert "计划施工预计结束" in {point.title for point in told.context["points"]}
    over(cast, number, timezone.now())
    page = text_of(mine.get(f"/my/{case.number}/"))
    assert "计划施工已取消" in page
    assert "已恢复" not in page


def test_once_it_is_over_one_tap_says_that_the_line_is_still_bad(
    cast: Cast, client: Client, now: datetime, follow: Follow
) -> None:
    case, number = joined(cast, client, now)
    mine = follow(case)
    assert "仍无法上网" not in text_of(mine.get(f"/my/{case.number}/"))
    over(cast, number, timezone.now())
    page = mine.get(f"/my/{case.number}/")
    assert "区域故障已恢复" in text_of(page)
    assert "仍无法上网，请优先处理" in text_of(page)
    verb, word, said, key = page.context["still_bad"]
    for _ in range(2):
        told = mine.post(f"/my/{case.number}/{verb}/", {word: said, "key": key})
        assert told.status_code == 302
    assert Entry.objects.filter(case=case, verb=verb).count() == 1
    again = text_of(mine.get(f"/my/{case.number}/"))
    assert "仍无法上网，请优先处理" not in again
    assert "恢复后您已催办" in again


def test_who_was_closed_meanwhile_says_by_one_tap_that_it_is_not_over(
    cast: Cast, client: Client, now: datetime, follow: Follow
) -> None:
    """N19O: 如仍无法上网…我们将优先处理; a closed complaint is taken up again for it (T22)."""
    case, number = joined(cast, client, now)
    for who, verb, words in UNTIL_CLOSED:
        make_move(getattr(cast, who), case.number, verb, words, now=timezone.now())
    mine = follow(case)
    waiting = text_of(mine.get(f"/my/{case.number}/"))
    assert "恢复时我们会通知您" in waiting
    assert "时间有变" not in waiting
    over(cast, number, timezone.now())
    verb, word, said, key = mine.get(f"/my/{case.number}/").context["still_bad"]
    mine.post(f"/my/{case.number}/{verb}/", {word: said, "key": key})
    assert Case.objects.get().state == "REOPENED"
