"""Whoever goes to a customer finds first what is needed on a doorstep, and all else below."""

from datetime import timedelta

import pytest
from msgspec import structs

from cast import Cast
from console.conftest import Enter
from jiesu.people.actor import Actor
from tale import SLOW, Tale

ADDRESS = "甲市东区幸福小区3号楼502"
NOTE = "已远程重启光猫，LOS 灯仍红，疑似入户光缆断"
TWO_HOURS = timedelta(hours=2)
DOWN = structs.replace(
    SLOW,
    case_type="fault",
    category="N-01-03",
    description="光猫LOS灯红了，完全上不了网，已经一天了。",
    address=ADDRESS,
)


@pytest.fixture
def tale(cast: Cast) -> Tale:
    """A technician was sent, and called the customer."""
    tale = Tale(cast, DOWN)
    tale.say(tale.owner, "accept", 0.1)
    tale.say(cast.dispatcher, "dispatch", 0.1, note=NOTE)
    tale.on("order", cast.leader, "order_accept", 0.1)
    tale.on("order", cast.leader, "order_assign", 0.1, technician_id=cast.technician.staff_id)
    tale.on("order", cast.technician, "order_contact", 0.1, event="CALL-1", means="call")
    return tale


def page(enter: Enter, who: Actor, tale: Tale) -> str:
    return enter(who).get(f"/console/cases/{tale.case.number}/").content.decode()


def above(html: str) -> str:
    """What stands above the complaint itself."""
    return html[html.index("<h1>") : html.index("投诉内容")]


def appointed(tale: Tale) -> None:
    start = tale.now + timedelta(hours=14)
    window = {"window_start": start.isoformat(), "window_end": (start + TWO_HOURS).isoformat()}
    tale.on("order", tale.cast.technician, "order_appoint", 0.1, consent="录音 2", **window)


def test_address_window_diagnosis_photo_and_next_step_come_first(tale: Tale, enter: Enter) -> None:
    appointed(tale)
    html = above(page(enter, tale.cast.technician, tale))
    for told in (ADDRESS, NOTE, "上门时段", "09-19 08:00 – 10:00", "拍照取证"):
        assert told in html
    assert "138****5678" in html
    assert "13800005678" not in html


def test_the_next_step_is_the_one_big_button(tale: Tale, enter: Enter) -> None:
    before = above(page(enter, tale.cast.technician, tale))
    assert before.count("button-primary") == 1
    first = before.index("button-primary")
    assert "order_appoint" in before[first : first + 200]
    appointed(tale)
    after = above(page(enter, tale.cast.technician, tale))
    first = after.index("button-primary")
    assert "order_depart" in after[first : first + 200]


def test_the_order_is_not_shown_a_second_time(tale: Tale, enter: Enter) -> None:
    html = page(enter, tale.cast.technician, tale)
    assert html.count(f'id="{tale.proceeding("order").number}"') == 1
    assert html.count('id="acting"') == 1


def test_whoever_does_not_go_there_keeps_the_page_as_it_was(tale: Tale, enter: Enter) -> None:
    html = above(page(enter, tale.owner, tale))
    assert "拍照取证" not in html
    assert NOTE not in html


def test_after_the_visit_there_is_no_doorstep(tale: Tale, enter: Enter) -> None:
    words = {"reason": "remote", "explanation": "已远程恢复"}
    tale.on("order", tale.cast.leader, "order_cancel", 0.1, **words)
    html = page(enter, tale.cast.technician, tale)
    assert "拍照取证" not in html
