"""The search box finds by what the caller can say, marks the hit, shows strangers nothing."""

from datetime import date, datetime

import pytest
from msgspec.structs import replace

from cast import Cast
from console.conftest import SLOW, Enter
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case
from jiesu.cases.numbered import by_number
from jiesu.cases.search import search
from jiesu.console.finding.marking import excerpt, marked
from jiesu.people.actor import Actor
from jiesu.people.customers import Holder, Line, connect, enrol

NASTY = "<script>alert(1)</script>掉线<img src=x onerror=alert(2)>"


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
    found = by_number(cast.manager, parts_of_number(case.number)[which])
    assert case.pk in [one.pk for one in found]


def test_another_number_finds_nothing_and_a_stranger_neither(cast: Cast, case: Case) -> None:
    assert by_number(cast.manager, "TS999999") == []
    other = str((int(case.number[16:22]) + 1) % 999_999).zfill(6)
    assert by_number(cast.manager, other) == []
    for told in parts_of_number(case.number):
        assert by_number(cast.stranger, told) == []


@pytest.mark.parametrize(
    "asked", ["13800005678", "+86 138 0000 5678", "075500012301", "甲市东区幸福小区3号楼502"]
)
def test_a_case_is_found_by_phone_account_and_address(
    cast: Cast, case: Case, asked: str, now: datetime
) -> None:
    assert [one.pk for one in search(cast.manager, asked, now)] == [case.pk]
    assert search(cast.stranger, asked, now) == []


@pytest.mark.parametrize("asked", ["网速", "三百兆", "宽带 测速"])
def test_a_case_is_found_by_any_two_characters(
    cast: Cast, case: Case, asked: str, enter: Enter
) -> None:
    html = enter(cast.manager).get("/console/find", {"q": asked}).content.decode()
    assert case.number in html
    assert f"<mark>{asked.split(maxsplit=1)[0]}</mark>" in html


def test_the_hit_is_quoted_when_the_subject_does_not_hold_it(
    cast: Cast, now: datetime, enter: Enter
) -> None:
    told = "宽带有问题，" * 15 + "师傅把弱电箱弄坏了，电话13800005678。"
    receive(cast.agent, replace(SLOW, description=told), now=now)
    html = enter(cast.manager).get("/console/find", {"q": "弱电"}).content.decode()
    assert "<mark>弱电</mark>箱弄坏了" in html
    assert "13800005678" not in html


def test_what_was_written_is_shown_as_text_around_the_mark(
    cast: Cast, now: datetime, enter: Enter
) -> None:
    receive(cast.agent, replace(SLOW, description=NASTY), now=now)
    for address in ("/console/find", "/console/find/suggestions"):
        html = enter(cast.manager).get(address, {"q": "掉线"}).content.decode()
        assert "<mark>掉线</mark>" in html
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_numbers_are_covered_before_they_are_quoted() -> None:
    told = "".join(text for text, _hit in excerpt("请打13800005678，老是掉线", "掉线"))
    assert "138****5678" in told
    assert marked("abc", "zz") == [("abc", False)]


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
    html = browser.get("/console/find", {"q": "13800005678"}).content.decode()
    assert "138****5678" in html
    assert "家庭宽带300M" in html
    assert "孙女士" not in html
    assert 'value="13800005678"' in html  # what was typed, and nowhere else
    assert html.count("13800005678") <= 4  # echoed: box, heading, and two ways back to this page
    link = html.split("?customer=")[1].split('"')[0]
    assert case.number in browser.get(f"/console/find?customer={link}").content.decode()


@pytest.mark.usefixtures("line", "case")
def test_a_stranger_finds_neither_customer_nor_cases(cast: Cast, enter: Enter) -> None:
    html = enter(cast.stranger).get("/console/find", {"q": "13800005678"}).content.decode()
    assert "家庭宽带300M" not in html
    assert "没有找到" in html


@pytest.mark.usefixtures("line")
def test_an_owner_sees_a_customer_through_the_own_case(
    case: Case, owner: Actor, cast: Cast, enter: Enter
) -> None:
    other = cast.second_owner if owner == cast.owner else cast.owner
    asked = {"q": "075500012301"}
    assert "家庭宽带300M" in enter(owner).get("/console/find", asked).content.decode()
    assert "家庭宽带300M" not in enter(other).get("/console/find", asked).content.decode()
    assert case.number


def test_suggestions_come_while_typing_and_lead_to_the_case(
    cast: Cast, case: Case, enter: Enter
) -> None:
    browser = enter(cast.manager)
    part = browser.get("/console/find/suggestions", {"q": "网速"}).content.decode()
    assert "<html" not in part
    assert f"/console/cases/{case.number}/" in part
    assert browser.get("/console/find/suggestions", {"q": ""}).content.decode().strip() == ""


@pytest.mark.parametrize("asked", ["\x00", "%", "'", "(" * 300, "💥", "：！", "TS", "0" * 300])
def test_nothing_that_can_be_typed_breaks_the_search(
    cast: Cast, case: Case, asked: str, enter: Enter
) -> None:
    browser = enter(cast.manager)
    for address in ("/console/find", "/console/find/suggestions", "/console/command"):
        assert browser.get(address, {"q": asked}).status_code == 200
    assert case.number
