"""The search box finds by what the caller can say, marks the hit, shows strangers nothing."""

import re
from datetime import date, datetime

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from msgspec.structs import replace

from cast import Cast
from console.conftest import SLOW, Enter
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case
from jiesu.cases.numbered import by_number
from jiesu.cases.search import search
from jiesu.console.finding.asked import MOST_KEPT
from jiesu.console.finding.marking import excerpt, marked
from jiesu.people.actor import Actor
from jiesu.people.customers import Holder, Line, connect, enrol

FIND, SUGGESTIONS = "/console/find", "/console/find/suggestions"
NASTY = "<script>alert(1)</script>掉线<img src=x onerror=alert(2)>"


def found(browser: Client, asked: str) -> str:
    """The page on which whoever searches ends."""
    return browser.post(FIND, {"q": asked}, follow=True).content.decode()


def parts_of_number(number: str) -> list[str]:
    return [
        number,
        number.lower(),
        f"{number[:8]} {number[8:16]} {number[16:]}",
        number[:-2],
        number[:16],
        number[-8:],
        number[-8:-2],
        number[8:-2],
        str(int(number[16:22])).zfill(4),
    ]


@pytest.mark.parametrize("which", range(9))
def test_a_case_is_found_by_any_part_of_its_number_that_people_say(
    cast: Cast, case: Case, which: int
) -> None:
    hits = by_number(cast.manager, parts_of_number(case.number)[which])
    assert case.pk in [one.id for one in hits]


def test_another_number_finds_nothing_and_a_stranger_neither(cast: Cast, case: Case) -> None:
    assert by_number(cast.manager, "TS999999") == []
    other = str((int(case.number[16:22]) + 1) % 999_999).zfill(6)
    assert by_number(cast.manager, other) == []
    for told in parts_of_number(case.number):
        assert by_number(cast.stranger, told) == []


@pytest.mark.parametrize(
    "asked", ["13800005678", "+86 138 0000 5678", "075500012301", "甲市东区幸福小区3号楼502"]
)
def test_a_case_is_found_by_phone_account_and_address(cast: Cast, case: Case, asked: str) -> None:
    assert [one.id for one in search(cast.manager, asked)] == [case.pk]
    assert search(cast.stranger, asked) == []


@pytest.mark.parametrize("asked", ["网速", "三百兆", "宽带 测速"])
def test_a_case_is_found_by_any_two_characters(
    cast: Cast, case: Case, asked: str, enter: Enter
) -> None:
    html = found(enter(cast.manager), asked)
    assert case.number in html
    assert f"<mark>{asked.split(maxsplit=1)[0]}</mark>" in html


def test_the_hit_is_quoted_when_the_subject_does_not_hold_it(
    cast: Cast, now: datetime, enter: Enter
) -> None:
    told = "宽带有问题，" * 15 + "师傅把弱电箱弄坏了，电话13800005678。"
    receive(cast.agent, replace(SLOW, description=told), now=now)
    html = found(enter(cast.manager), "弱电")
    assert "<mark>弱电</mark>箱弄坏了" in html
    assert "13800005678" not in html


def test_what_was_written_is_shown_as_text_around_the_mark(
    cast: Cast, now: datetime, enter: Enter
) -> None:
    receive(cast.agent, replace(SLOW, description=NASTY), now=now)
    for address in (FIND, SUGGESTIONS):
        told = enter(cast.manager).post(address, {"q": "掉线"}, follow=True)
        html = told.content.decode()
        assert "<mark>掉线</mark>" in html
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_numbers_are_covered_before_they_are_quoted() -> None:
    told = "".join(text for text, _hit in excerpt("请打13800005678，老是掉线", "掉线"))
    assert "138****5678" in told
    assert marked("abc", "zz") == [("abc", False)]


@pytest.mark.usefixtures("case")
def test_what_was_searched_for_stands_in_no_address_and_in_no_log(
    cast: Cast, enter: Enter, caplog: pytest.LogCaptureFixture
) -> None:
    browser = enter(cast.manager)
    with caplog.at_level("DEBUG"):
        led = browser.post(FIND, {"q": "13800005678"})
        html = browser.get(led.headers["Location"]).content.decode()
    assert led.status_code == 302
    for told in (
        led.headers["Location"],
        caplog.text,
        *re.findall(r'(?:href|hx-\w+)="(.*?)"', html),
    ):
        assert "13800005678" not in told
    (session,) = Session.objects.filter(session_key=browser.cookies["sessionid"].value)
    assert "13800005678" not in str(session.get_decoded())


def test_a_search_can_be_come_back_to_in_its_own_session_alone(
    cast: Cast, case: Case, enter: Enter
) -> None:
    browser = enter(cast.manager)
    mine = browser.post(FIND, {"q": "网速"}).headers["Location"]
    assert browser.post(FIND, {"q": "网速"}).headers["Location"] == mine
    for _ in range(2):
        assert case.number in browser.get(mine).content.decode()
    elsewhere = enter(cast.manager).get(mine).content.decode()
    assert case.number not in elsewhere
    assert "这次搜索已经忘记了" in elsewhere


@pytest.mark.usefixtures("case")
def test_a_session_keeps_the_last_searches_and_forgets_the_oldest(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.manager)
    first = browser.post(FIND, {"q": "网速"}).headers["Location"]
    for n in range(MOST_KEPT):
        browser.post(FIND, {"q": f"第{n}个"})
    assert "这次搜索已经忘记了" in browser.get(first).content.decode()


def test_a_number_in_an_old_address_is_not_searched_for(
    cast: Cast, case: Case, enter: Enter
) -> None:
    browser = enter(cast.manager)
    assert case.number not in browser.get(FIND, {"q": "13800005678"}).content.decode()
    assert browser.get(SUGGESTIONS, {"q": "13800005678"}).status_code == 405


def test_whoever_looks_with_another_s_eyes_may_search_as_well(
    cast: Cast, case: Case, enter: Enter
) -> None:
    browser = enter(cast.manager)
    assert browser.post(f"/console/perspective/{case.owner_id}").status_code == 302
    html = found(browser, "网速")
    assert case.number in html
    assert "视角查看" in html


@pytest.fixture
def line(cast: Cast) -> None:
    holder = enrol(Holder("孙女士", "13800005678"))
    facts = {
        "product": "家庭宽带300M", "rate_mbps": 300, "rural": False, "region": "440100",
        "installed_on": date(2024, 1, 1), "monthly_rent_fen": 7900,
    }  # fmt: skip
    where = Line("075500012301", "甲市东区幸福小区3号楼502")
    connect(holder, where, organisation=cast.city, **facts)


@pytest.mark.usefixtures("line")
def test_customers_stand_beside_cases_masked_and_lead_to_their_cases(
    cast: Cast, case: Case, enter: Enter
) -> None:
    browser = enter(cast.manager)
    html = found(browser, "13800005678")
    assert "138****5678" in html
    assert "家庭宽带300M" in html
    assert "孙女士" not in html
    assert 'value="13800005678"' in html  # what was typed, and nowhere else
    assert (
        html.count("13800005678") == 2
    )  # echoed: box and heading; no address of the page holds it
    link = html.split("?customer=")[1].split('"')[0]
    assert case.number in browser.get(f"/console/find?customer={link}").content.decode()


@pytest.mark.usefixtures("line", "case")
def test_a_stranger_finds_neither_customer_nor_cases(cast: Cast, enter: Enter) -> None:
    html = found(enter(cast.stranger), "13800005678")
    assert "家庭宽带300M" not in html
    assert "没有找到" in html


@pytest.mark.usefixtures("line")
def test_an_owner_sees_a_customer_through_the_own_case(
    case: Case, owner: Actor, cast: Cast, enter: Enter
) -> None:
    other = cast.second_owner if owner == cast.owner else cast.owner
    assert "家庭宽带300M" in found(enter(owner), "075500012301")
    assert "家庭宽带300M" not in found(enter(other), "075500012301")
    assert case.number


def test_suggestions_come_while_typing_and_lead_to_the_case(
    cast: Cast, case: Case, enter: Enter
) -> None:
    browser = enter(cast.manager)
    part = browser.post(SUGGESTIONS, {"q": "网速"}).content.decode()
    assert "<html" not in part
    assert f"/console/cases/{case.number}/" in part
    assert browser.post(SUGGESTIONS, {"q": ""}).content.decode().strip() == ""


@pytest.mark.parametrize("asked", ["\x00", "%", "'", "(" * 300, "💥", "：！", "TS", "0" * 300])
def test_nothing_that_can_be_typed_breaks_the_search(
    cast: Cast, case: Case, asked: str, enter: Enter
) -> None:
    browser = enter(cast.manager)
    for address in (FIND, SUGGESTIONS, "/console/command"):
        assert browser.post(address, {"q": asked}, follow=True).status_code == 200
    assert case.number
