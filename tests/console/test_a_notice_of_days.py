"""§17 edit … calendar ²: one brings a notice of holidays, another approves it."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cast import Cast
from console.conftest import Enter
from jiesu.cases.book import calendar, forget_calendar
from jiesu.cases.calendar import approve_calendar, ask_calendar, decline_calendar
from jiesu.cases.models import CalendarDay, DayNotice
from jiesu.cases.refusals import NotAllowed, WrongState
from jiesu.people.actor import SYSTEM, Actor
from jiesu.people.models import AuditEntry, Grant, Staff

TOLD = "date,kind\n2028-01-03,BRIDGE_OFF\n2028-01-08,MAKEUP_WORK"
SOURCE = "关于2028年部分节假日安排的通知"
NEW_YEAR = date(2028, 1, 3)


@pytest.fixture(autouse=True)
def _own_calendar() -> Iterator[None]:
    forget_calendar()
    yield
    forget_calendar()


@pytest.fixture
def admin(cast: Cast, enter: Enter) -> Client:
    return enter(cast.admin)


@pytest.fixture
def legal(cast: Cast, enter: Enter) -> Client:
    return enter(cast.legal)


def brought(browser: Client, text: str = TOLD, source: str = SOURCE) -> str:
    file = SimpleUploadedFile("days.csv", text.encode())
    told = {"file": file, "source": source}
    return browser.post("/console/calendar/import", told, follow=True).content.decode()


def decided(browser: Client, decision: str) -> str:
    address = f"/console/calendar/notices/{DayNotice.objects.get().pk}/{decision}"
    return browser.post(address, follow=True).content.decode()


def test_no_day_changes_before_another_person_agrees(admin: Client, legal: Client) -> None:
    assert "由法务批准后生效" in brought(admin)
    assert not CalendarDay.objects.exists()
    assert calendar().day(NEW_YEAR).provisional
    page = legal.get("/console/calendar").content.decode()
    assert SOURCE in page
    assert "2028-01-03" in page, "nobody decides what is not told"
    decided(legal, "approve")
    forget_calendar()
    assert not calendar().day(NEW_YEAR).provisional
    assert SOURCE not in legal.get("/console/calendar/2026").content.decode()
    asked, done = AuditEntry.objects.filter(verb__endswith="_calendar").order_by("id")
    assert (asked.verb, done.verb) == ("ask_calendar", "import_calendar")


def test_who_may_decide_finds_it_among_all_that_waits(
    cast: Cast, admin: Client, legal: Client, enter: Enter
) -> None:
    brought(admin)
    assert "等待您批准" in legal.get("/console/approvals").content.decode()
    assert "等待您批准" not in enter(cast.manager).get("/console/approvals").content.decode()
    decided(legal, "decline")
    assert "等待您批准" not in legal.get("/console/approvals").content.decode()


def test_declined_it_changes_nothing_and_waits_no_more(admin: Client, legal: Client) -> None:
    brought(admin)
    decided(legal, "decline")
    assert not CalendarDay.objects.exists()
    assert SOURCE not in legal.get("/console/calendar").content.decode()
    decided(legal, "approve")
    assert not CalendarDay.objects.exists(), "what was decided is decided"


def test_a_bad_line_is_told_to_whoever_brings_it(admin: Client) -> None:
    assert "2028-13-01" in brought(admin, "date,kind\n2028-13-01,BRIDGE_OFF")
    assert not DayNotice.objects.exists()


def test_a_source_may_hold_signs_that_nobody_sees(admin: Client) -> None:
    brought(admin, source="国办\0\u202e通知")
    assert DayNotice.objects.get().source == "国办通知"


def test_the_same_notice_brought_twice_waits_once(admin: Client) -> None:
    brought(admin)
    brought(admin)
    assert DayNotice.objects.count() == 1


def test_the_service_manager_may_bring_one_too(cast: Cast, enter: Enter) -> None:
    brought(enter(cast.manager))
    assert DayNotice.objects.get().staff_id == cast.manager.staff_id


@pytest.mark.parametrize("who", ["admin", "manager", "owner", "privacy"])
def test_nobody_but_legal_counsel_approves(cast: Cast, enter: Enter, who: str) -> None:
    brought(enter(cast.admin))
    browser = enter(getattr(cast, who))
    address = f"/console/calendar/notices/{DayNotice.objects.get().pk}/approve"
    assert browser.post(address).status_code == 404
    assert not CalendarDay.objects.exists()


def test_nobody_approves_what_he_brought_himself(cast: Cast) -> None:
    notice = ask_calendar(TOLD, SOURCE, cast.admin, timezone.now())
    DayNotice.objects.update(staff_id=cast.legal.staff_id)
    notice.refresh_from_db()
    with pytest.raises(NotAllowed):
        approve_calendar(cast.legal, notice, timezone.now())
    with pytest.raises(NotAllowed):
        decline_calendar(cast.legal, notice, timezone.now())


def test_neither_an_agent_nor_the_system_brings_one(cast: Cast) -> None:
    for actor in (cast.agent, cast.legal, SYSTEM):
        with pytest.raises(NotAllowed):
            ask_calendar(TOLD, SOURCE, actor, timezone.now())


def test_two_who_decide_at_once_decide_once(cast: Cast) -> None:
    notice = ask_calendar(TOLD, SOURCE, cast.admin, timezone.now())
    approve_calendar(cast.legal, notice, timezone.now())
    with pytest.raises(WrongState, match="已有决定"):
        decline_calendar(cast.legal, notice, timezone.now())


def gone(actor: Actor) -> None:
    """The person has left the house."""
    Staff.objects.filter(work_no=actor.work_no).update(left_at=timezone.now())


def test_whoever_brings_one_reads_who_can_approve_it(cast: Cast, admin: Client) -> None:
    page = brought(admin)
    assert f"可由许法务 {cast.legal.work_no} 批准" in page
    assert "没有人能批准" not in page


def test_a_house_without_legal_counsel_says_what_to_do(cast: Cast, admin: Client) -> None:
    """Not a dead end: what is brought waits, and whoever administers may name a second person."""
    gone(cast.legal)
    for page in (admin.get("/console/calendar").content.decode(), brought(admin)):
        assert "现在没有人能批准放假安排" in page
        assert "另一人" in page
        assert 'href="/console/people"' in page
    assert DayNotice.objects.count() == 1


def test_the_only_legal_counsel_cannot_be_the_second_person_too(cast: Cast, enter: Enter) -> None:
    staff = Staff.objects.get(work_no=cast.legal.work_no)
    place = staff.grants.get().organisation
    staff.grants.create(role="R21", organisation=place, granted_at=timezone.now())
    page = brought(enter(cast.legal))
    assert "现在没有人能批准放假安排" in page
    assert 'href="/console/people"' not in page, "only whoever administers may name one"
    assert ">批准<" not in page


def test_legal_counsel_of_another_place_cannot_approve(cast: Cast, admin: Client) -> None:
    Grant.objects.filter(staff__work_no=cast.legal.work_no).update(organisation=cast.other_city)
    assert "现在没有人能批准放假安排" in brought(admin)


def test_the_first_steps_tell_that_nobody_could_approve(cast: Cast, admin: Client) -> None:
    told = "还没有能批准放假安排的第二人（法务）"
    assert told not in admin.get("/console/first-steps").content.decode()
    gone(cast.legal)
    assert told in admin.get("/console/first-steps").content.decode()


def test_who_may_not_bring_one_is_not_asked_for_it(cast: Cast, enter: Enter) -> None:
    page = enter(cast.agent).get("/console/calendar").content.decode()
    assert 'type="file"' not in page


def test_the_days_of_a_year_are_told_in_words(admin: Client) -> None:
    for language, words in (
        ("zh-hans", ("法定节假日", "调休上班", "暂定", "已公布")),
        ("en", ("statutory holiday", "worked in exchange", "provisional", "announced")),
    ):
        admin.post("/language", {"language": language})
        pages = [admin.get(f"/console/calendar/{year}").content.decode() for year in (2026, 2050)]
        assert all(any(f">{word}<" in page for page in pages) for word in words)
        assert not any("STATUTORY</td>" in page or "MAKEUP_WORK</td>" in page for page in pages)


def test_whoever_reads_english_learns_in_english_what_is_wrong_with_the_file(
    admin: Client,
) -> None:
    admin.post("/language", {"language": "en"})
    page = brought(admin, "date,kind\n2028-01-08,WORKDAY")
    assert "Saturday 8 January 2028 cannot be" in page
    assert "No day was imported" in page
