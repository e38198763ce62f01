"""The queue: the next deadline first, pages that never jump, rows that say what counts."""

import re
from dataclasses import replace as replace_actor
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import product

import msgspec
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import QueryDict
from msgspec.structs import replace

from cast import Cast
from console.conftest import SLOW, Enter, ids_of
from jiesu.cases.intake.receive import receive, receive_all
from jiesu.cases.models import Case, Part
from jiesu.cases.moves import make_move
from jiesu.console.finding.asked import address_of, look_of_address
from jiesu.console.finding.conditions import (
    Conditions,
    Whose,
    kept_conditions,
    read_conditions,
)
from jiesu.console.finding.narrowing import narrowed
from jiesu.console.finding.paging import counted, page_of, read_place
from jiesu.people.actor import Actor
from jiesu.people.models import Staff

LONG_AGO = datetime(2026, 1, 5, tzinfo=UTC)
LINK = re.compile(r'href="([^"]+)" rel="next"|rel="next"[^>]*href="([^"]+)"')


def pages(actor: Actor, conditions: Conditions, now: datetime, size: int) -> list[list[int]]:
    """Identities page by page, to the end."""
    found: list[list[int]] = []
    place = None
    while True:
        rows, place = page_of(
            narrowed(actor, conditions, now), place, ended=conditions.ended, size=size
        )
        found.append([case.id for case in rows])
        if place is None:
            return found


def test_every_case_stands_on_exactly_one_page_in_the_order_of_deadlines(
    cast: Cast, now: datetime
) -> None:
    cases = receive_all(cast.agent, [SLOW] * 23, now=now)
    Case.objects.filter(pk__in=[case.pk for case in cases[:4]]).update(next_due_at=None)
    seen = pages(cast.manager, Conditions(), now, size=5)
    flat = [pk for page in seen for pk in page]
    assert [len(page) for page in seen] == [5, 5, 5, 5, 3]
    assert sorted(flat) == sorted(case.pk for case in cases)
    assert set(flat[-4:]) == {case.pk for case in cases[:4]}
    due = [Case.objects.get(pk=pk).next_due_at for pk in flat[:-4]]
    assert due == sorted(due, key=str)


def test_what_comes_in_between_two_pages_moves_nothing(cast: Cast, now: datetime) -> None:
    receive_all(cast.agent, [SLOW] * 12, now=now)
    whole = [pk for page in pages(cast.manager, Conditions(), now, size=50) for pk in page]
    first, place = page_of(narrowed(cast.manager, Conditions(), now), None, ended=False, size=5)
    receive_all(cast.agent, [SLOW] * 7, now=now - timedelta(hours=3))
    second, _ = page_of(narrowed(cast.manager, Conditions(), now), place, ended=False, size=5)
    assert [case.id for case in [*first, *second]] == whole[:10]


def test_ended_cases_stand_newest_first_on_pages_of_their_own(cast: Cast, now: datetime) -> None:
    cases = [receive(cast.agent, SLOW, now=now - timedelta(days=n)) for n in range(7)]
    Case.objects.update(closed_at=now, state="CLOSED")
    seen = pages(cast.manager, Conditions(state=("ended",)), now, size=3)
    assert [pk for page in seen for pk in page] == [case.pk for case in cases]


@pytest.mark.parametrize("told", ["", "nonsense", ",", "2026-01-01,5", "2026-01-01T00:00Z,x"])
def test_a_place_that_nobody_wrote_begins_at_the_beginning(told: str) -> None:
    assert read_place(told) is None


def test_the_next_page_is_a_link_that_keeps_the_filter(
    cast: Cast, now: datetime, enter: Enter
) -> None:
    receive_all(cast.agent, [SLOW] * 60, now=now)
    browser = enter(cast.manager)
    first = browser.get("/console/cases/?whose=all&priority=P3").content.decode()
    link = LINK.search(first)
    assert link
    address = (link[1] or link[2]).replace("&amp;", "&")
    assert "priority=P3" in address
    second = browser.get(address).content.decode()
    shown = [set(re.findall(r"TS\d{22}", page)) for page in (first, second)]
    assert [len(numbers) for numbers in shown] == [50, 10]
    assert not shown[0] & shown[1]


def test_mine_are_those_i_own_and_those_i_work_on(cast: Cast, case: Case, owner: Actor) -> None:
    now = case.received_at + timedelta(minutes=1)
    make_move(owner, case.number, "accept", {}, now=now)
    words = {"investigator_id": cast.investigator.staff_id}
    make_move(owner, case.number, "investigate", words, now=now)
    mine = Conditions(whose="mine")
    assert ids_of(owner, mine, now) == [case.pk]
    assert ids_of(cast.investigator, mine, now) == [case.pk]
    assert ids_of(cast.manager, mine, now) == []


def test_a_row_says_what_counts_and_masks_the_complainant(
    case: Case, owner: Actor, enter: Enter
) -> None:
    now = case.received_at + timedelta(minutes=1)
    Case.objects.filter(pk=case.pk).update(repeat_no=3, external_source="g12345")
    make_move(owner, case.number, "expedite", {"said": "快点"}, now=now)
    html = enter(owner).get("/console/cases/").content.decode()
    for word in (case.number, "孙**", "客服热线", "重复 3", "12345", "催办 1", "还剩"):
        assert word in html
    assert "孙女士" not in html
    assert "data-since=" in html


NASTY = '"><script>alert(1)</script>&'


def test_whatever_somebody_wrote_is_shown_as_text(case: Case, owner: Actor, enter: Enter) -> None:
    """Rows are written as text, not by a template that escapes by itself."""
    Case.objects.filter(pk=case.pk).update(
        subject=NASTY,
        channel="<b>",
        category="<i>",
        priority="<>",
        external_source="<s>",
        next_due_clock="<u>",
        state="<em>",
        masked={"name": NASTY},
        record={"escalated": "<p>", "paused": None},
    )
    Staff.objects.filter(work_no=owner.work_no).update(name=NASTY)
    html = enter(owner).get("/console/cases/?whose=mine").content.decode()
    row = html[html.index("<tr class") : html.index("</tbody>")]
    assert row.count(escape(NASTY)) == 3
    for told in (NASTY, "<b>", "<i>", "<>", "<s>", "<u>", "<em>", "<p>"):
        assert told not in row
        assert escape(told) in row


def test_a_row_without_a_deadline_says_why(case: Case, cast: Cast, enter: Enter) -> None:
    browser, address = enter(cast.manager), "/console/cases/?whose=all"
    Case.objects.filter(pk=case.pk).update(next_due_at=None)
    assert '<td><span class="soft">—</span></td>' in browser.get(address).content.decode()
    Case.objects.filter(pk=case.pk).update(record={"paused": {"reason": "weather"}})
    assert '<span class="badge badge-info">计时暂停</span>' in browser.get(address).content.decode()
    Case.objects.filter(pk=case.pk).update(closed_at=LONG_AGO, state="CLOSED")
    told = browser.get(f"{address}&state=ended").content.decode()
    assert '<span class="soft small">结束 <time' in told


def test_pointing_at_a_deadline_tells_every_clock_and_why(
    case: Case, owner: Actor, enter: Enter
) -> None:
    browser, address = enter(owner), f"/console/cases/{case.number}/clocks"
    assert address in browser.get("/console/cases/").content.decode()
    part = browser.get(address, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert part.count("还剩") > 1
    assert "<li>" in part
    assert "<html" in browser.get(address).content.decode()


def test_a_stranger_finds_no_clocks(cast: Cast, case: Case, enter: Enter) -> None:
    assert enter(cast.stranger).get(f"/console/cases/{case.number}/clocks").status_code == 404


CONDITIONS = (
    Conditions(priority=("P1",)),
    Conditions(category="B"),
    Conditions(channel=("letter",)),
    Conditions(overdue=True),
    Conditions(within=1),
    Conditions(older=40),
    Conditions(text="移机"),
    Conditions(unit="C4403"),
    Conditions(flag=("external",)),
    Conditions(flag=("pressed",)),
    Conditions(flag=("paused",)),
    Conditions(state=("ACCEPTED",)),
    Conditions(owner=1),
    Conditions(whose="free"),
    Conditions(whose="unit", flag=("vulnerable",)),
)


@pytest.mark.parametrize("conditions", CONDITIONS, ids=lambda one: one.query)
def test_each_condition_leaves_out_what_does_not_fit(
    cast: Cast, case: Case, conditions: Conditions
) -> None:
    now = case.received_at + timedelta(minutes=1)
    Case.objects.filter(pk=case.pk).update(next_due_at=now + timedelta(hours=3))
    assert ids_of(cast.manager, Conditions(whose="unit"), now) == [case.pk]
    assert ids_of(cast.manager, conditions, now) == []


FITTING = (
    Conditions(category="N"),
    Conditions(channel=("hotline", "web")),
    Conditions(within=24 * 30),
    Conditions(text="网速 三百兆"),
    Conditions(unit="C4401"),
    Conditions(state=("REGISTERED",)),
)


@pytest.mark.parametrize("conditions", FITTING, ids=lambda one: one.query)
def test_each_condition_keeps_what_fits(cast: Cast, case: Case, conditions: Conditions) -> None:
    now = case.received_at + timedelta(minutes=1)
    assert ids_of(cast.manager, conditions, now) == [case.pk]


EVERYBODY = (
    "agent", "owner", "second_owner", "leader", "investigator", "handler", "technician", "caller",
    "appeal_officer", "approver", "inspector", "auditor", "privacy", "stranger",
)  # fmt: skip
PARTS = ("owner", "investigator", "handler", "technician", "appeal_officer", "accused")


@pytest.mark.parametrize("whose", ["mine", "unit", "free"])
def test_lists_asked_by_a_shorter_sight_show_what_the_whole_one_shows(
    cast: Cast, now: datetime, whose: Whose, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cases of two cities, everybody with every part; with one's own eyes and the lead's."""
    people: list[Actor] = [getattr(cast, name) for name in EVERYBODY]
    cases = receive_all(cast.agent, [SLOW, replace(SLOW, region="440300")] * 10, now=now)
    staff = Staff.objects.filter(work_no__in=[person.work_no for person in people])
    for one, (case, part) in product(staff, zip(cases[::3], PARTS, strict=False)):
        Part.objects.create(case=case, staff=one, part=part, since=1)
    Case.objects.filter(pk__in=[case.pk for case in cases[::2]]).update(owner=None)
    lookers = [replace_actor(person, through=cast.manager) for person in people]
    everybody, look = [*people, cast.manager, *lookers], Conditions(whose=whose)
    shown = [ids_of(actor, look, now) for actor in everybody]
    monkeypatch.setattr("jiesu.console.finding.narrowing._own", lambda *_: False)
    assert shown == [ids_of(actor, look, now) for actor in everybody]
    assert any(shown)


MARKED: dict[str, tuple[Conditions, dict[str, object]]] = {
    "priority": (Conditions(priority=("P1", "P2")), {"priority": "P2"}),
    "free": (Conditions(whose="free"), {"owner": None}),
    "overdue": (Conditions(overdue=True), {"next_due_at": LONG_AGO}),
    "older": (Conditions(older=40), {"received_at": LONG_AGO}),
    "external": (Conditions(flag=("external",)), {"external_source": "g12345"}),
    "repeat": (Conditions(flag=("repeat",)), {"repeat_no": 2}),
    "pressed": (Conditions(flag=("pressed",)), {"record": {"expedites": [{"by": "staff"}]}}),
    "escalated": (Conditions(flag=("escalated",)), {"record": {"escalated": "L2"}}),
    "paused": (Conditions(flag=("paused",)), {"record": {"paused": {"reason": "weather"}}}),
    "written": (Conditions(flag=("written",)), {"record": {"written_reply": True}}),
    "vulnerable": (Conditions(flag=("vulnerable",)), {"record": {"vulnerable": "elderly"}}),
    "ended": (Conditions(state=("ended",)), {"closed_at": LONG_AGO, "state": "CLOSED"}),
}


@pytest.mark.parametrize("named", MARKED)
def test_each_condition_finds_what_was_marked_for_it(cast: Cast, case: Case, named: str) -> None:
    conditions, marks = MARKED[named]
    now = case.received_at + timedelta(minutes=1)
    assert ids_of(cast.manager, conditions, now) == []
    Case.objects.filter(pk=case.pk).update(**marks)
    assert ids_of(cast.manager, conditions, now) == [case.pk]


def test_what_falls_due_today_is_neither_late_nor_due_tomorrow(cast: Cast, case: Case) -> None:
    noon = datetime(2026, 9, 18, 4, tzinfo=UTC)
    for hours, due in ((-1, False), (0, True), (11, True), (13, False)):
        Case.objects.filter(pk=case.pk).update(next_due_at=noon + timedelta(hours=hours))
        assert ids_of(cast.manager, Conditions(today=True), noon) == [case.pk] * due, hours


@pytest.mark.parametrize("conditions", [*CONDITIONS, *FITTING], ids=lambda one: one.query)
def test_no_condition_widens_sight(cast: Cast, case: Case, conditions: Conditions) -> None:
    now = case.received_at + timedelta(days=90)
    Case.objects.filter(pk=case.pk).update(priority="P1", owner=None)
    assert ids_of(cast.stranger, conditions, now) == []


@pytest.mark.parametrize("conditions", [*CONDITIONS, *FITTING], ids=lambda one: one.query)
def test_conditions_survive_an_address_and_a_view(conditions: Conditions) -> None:
    session = SessionStore()
    if conditions.category in {"", "N", "B"}:
        told = QueryDict(address_of(session, conditions))
        assert look_of_address(told, session) == conditions
    assert kept_conditions(msgspec.to_builtins(conditions)) == conditions


def test_nonsense_in_an_address_narrows_nothing() -> None:
    asked = "whose=x&state=NO&priority=P9&owner=-1&within=9999999&flag=x&channel=x&category=%00"
    assert read_conditions(QueryDict(asked)) == Conditions()


def test_a_count_stops_where_nobody_cares(cast: Cast, now: datetime) -> None:
    receive_all(cast.agent, [SLOW] * 9, now=now)
    assert counted(narrowed(cast.manager, Conditions(), now), most=5) == [6]
    assert counted(narrowed(cast.manager, Conditions(), now)) == [9]


def test_filtering_within_a_list_keeps_what_made_the_list(
    cast: Cast, case: Case, enter: Enter
) -> None:
    html = (
        enter(cast.manager)
        .get("/console/cases/?whose=unit&flag=repeat&today=true")
        .content.decode()
    )
    for name, value in (("whose", "unit"), ("flag", "repeat"), ("today", "true")):
        assert f'type="hidden" name="{name}" value="{value}"' in html
    assert case.number not in html
