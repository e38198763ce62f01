"""The lead sees what will be late, hands it over, presses, and notes who is away."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cast import Cast
from console.conftest import SLOW, Enter
from jiesu.cases.entries import typed
from jiesu.cases.intake.desk import forget_desk
from jiesu.cases.intake.receive import receive_all
from jiesu.cases.models import Case, Entry
from jiesu.cases.moves import make_move
from jiesu.console.lead.hours import Unreadable, read_shifts, written
from jiesu.console.lead.looming import looming
from jiesu.console.together.models import Notice
from jiesu.console.tongue import clock_title
from jiesu.people.actor import Actor
from jiesu.people.models import Absence, AuditEntry, Duty

BOARD, ROSTER, WALL = (f"/console/lead/{name}" for name in ("board", "roster", "wall"))


def other(cast: Cast, owner: Actor) -> Actor:
    return cast.second_owner if owner == cast.owner else cast.owner


def due_in(case: Case, **left: float) -> None:
    Case.objects.filter(pk=case.pk).update(next_due_at=timezone.now() + timedelta(**left))


def test_the_columns_are_late_one_four_and_a_day(cast: Cast) -> None:
    now = timezone.now()
    cases = receive_all(cast.agent, [SLOW] * 5, now=now)
    for case, minutes in zip(cases, (-1, 59, 239, 1439, 1500), strict=True):
        due_in(case, minutes=minutes)
    found = looming(cast.manager, now)
    assert [case.pk for case in found.cases] == [case.pk for case in cases[:4]]
    assert [sum(pile.counts[n] for pile in found.people) for n in range(4)] == [1, 1, 1, 1]
    assert [pile.counts for pile in found.units] == [[1, 1, 1, 1]]
    assert not looming(cast.stranger, now).cases


def test_the_board_asks_as_much_for_one_as_for_sixty(cast: Cast, case: Case, enter: Enter) -> None:
    browser = enter(cast.manager)
    due_in(case, minutes=5)
    browser.get(BOARD)
    with CaptureQueriesContext(connection) as few:
        browser.get(BOARD)
    receive_all(cast.agent, [SLOW] * 60, now=timezone.now())
    Case.objects.update(next_due_at=timezone.now())
    with CaptureQueriesContext(connection) as many:
        page = browser.get(BOARD)
    assert page.content.decode().count("data-drag") == 61
    assert len(many) <= len(few)


def test_work_is_handed_over_by_a_plain_form(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    due_in(case, minutes=30)
    told = {"number": case.number, "owner_id": str(other(cast, owner).staff_id)}
    told |= {"reason": "均衡工作量", "version": str(case.seq)}
    page = enter(cast.manager).post(f"{BOARD}/hand-on", told, follow=True).content.decode()
    assert "已更换专人" in page
    assert Case.objects.get(pk=case.pk).owner_id == other(cast, owner).staff_id
    entry = Entry.objects.get(case=case, verb="hand_over")
    assert typed(entry, "reason") == "均衡工作量"


def test_a_case_that_moved_meanwhile_is_not_handed_over(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    make_move(owner, case.number, "annotate", {"text": "在办"}, now=timezone.now())
    told = {"number": case.number, "owner_id": str(other(cast, owner).staff_id), "reason": "x"}
    told |= {"version": str(case.seq)}
    page = enter(cast.manager).post(f"{BOARD}/hand-on", told, follow=True).content.decode()
    assert "新的办理记录" in page
    assert Case.objects.get(pk=case.pk).owner_id == owner.staff_id


def test_nobody_hands_over_what_he_does_not_lead(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    told = {"number": case.number, "owner_id": str(other(cast, owner).staff_id), "reason": "x"}
    assert enter(owner).post(f"{BOARD}/hand-on", told).status_code == 404
    assert enter(owner).get(BOARD).status_code == 404
    assert enter(cast.stranger).get(WALL).status_code == 404


def test_a_call_up_the_ladder_stands_on_the_board_until_it_is_answered(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    due_in(case, minutes=5)
    words = {"level": "L1", "because": "即将超时"}
    make_move(cast.manager, case.number, "escalate", words, now=timezone.now())
    due_in(case, minutes=5)
    assert "待应答" in enter(cast.manager).get(BOARD).content.decode()
    assert Notice.objects.get(staff=owner.staff_id).kind == "press"
    answer = {"doing": "已联系装维班，一小时内上门"}
    make_move(cast.manager, case.number, "answer_call", answer, now=timezone.now())
    due_in(case, minutes=5)
    assert "已应答" in enter(cast.manager).get(BOARD).content.decode()


def test_an_absence_is_noted_and_its_cases_go_to_the_stand_in(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    browser, stand_in = enter(cast.manager), other(cast, owner)
    told = {"staff": str(owner.staff_id), "since": "2026-01-01T00:00", "until": "2099-01-01T00:00"}
    told |= {"substitute": str(stand_in.staff_id)}
    page = browser.post(f"{ROSTER}/absent", told, follow=True).content.decode()
    assert "等待答复" in page
    row = Absence.objects.get()
    refused = browser.post(f"{ROSTER}/{row.pk}/stand-in", follow=True).content.decode()
    assert "代理人还没有同意" in refused
    assert Case.objects.get(pk=case.pk).owner_id == owner.staff_id
    asked = enter(stand_in)
    assert asked.get("/console/together/inbox/count").json() == {"unread": 1}
    assert "请您代理" in asked.get("/console/together/inbox").content.decode()
    answered = asked.post(f"/console/together/stand-in/{row.pk}", {"accepts": "yes"}, follow=True)
    assert "已同意代理" in answered.content.decode()
    inbox = browser.get("/console/together/inbox").content.decode()
    assert f"{stand_in.name} 代理 {owner.name}" in inbox
    assert "同意代理" in inbox
    assert browser.get("/console/together/inbox/count").json() == {"unread": 1}
    browser.post(f"/console/together/stand-in/{row.pk}/seen")
    assert browser.get("/console/together/inbox/count").json() == {"unread": 0}
    page = browser.get(ROSTER).content.decode()
    assert "已同意" in page
    assert "交给代理人" in page
    browser.post(f"{ROSTER}/{row.pk}/stand-in")
    assert Case.objects.get(pk=case.pk).owner_id == stand_in.staff_id
    assert Entry.objects.get(case=case, verb="hand_over").facts["kind"] == "leave"
    browser.post(f"{ROSTER}/{row.pk}/back")
    row.refresh_from_db()
    assert row.ended_at
    forget_desk()


def test_whoever_declines_gets_no_case_and_another_is_asked(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    browser, stand_in = enter(cast.manager), other(cast, owner)
    told = {"staff": str(owner.staff_id), "since": "2026-01-01T00:00", "until": "2099-01-01T00:00"}
    browser.post(f"{ROSTER}/absent", {**told, "substitute": str(stand_in.staff_id)})
    row = Absence.objects.get()
    enter(stand_in).post(f"/console/together/stand-in/{row.pk}", {"accepts": "no"})
    assert "已谢绝" in browser.get("/console/together/inbox").content.decode()
    page = browser.get(ROSTER).content.decode()
    assert "已谢绝" in page
    assert "交给代理人" not in page
    browser.post(f"{ROSTER}/{row.pk}/stand-in")
    assert Case.objects.get(pk=case.pk).owner_id == owner.staff_id
    browser.post(f"{ROSTER}/{row.pk}/another", {"substitute": str(cast.agent.staff_id)})
    row.refresh_from_db()
    newer = Absence.objects.get(ended_at=None)
    assert row.ended_at
    assert (newer.substitute_id, newer.until) == (cast.agent.staff_id, row.until)
    forget_desk()


def test_only_whoever_was_asked_answers_and_only_once(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    stand_in = other(cast, owner)
    told = {"staff": str(owner.staff_id), "since": "2026-01-01T00:00", "until": "2099-01-01T00:00"}
    enter(cast.manager).post(f"{ROSTER}/absent", {**told, "substitute": str(stand_in.staff_id)})
    row = Absence.objects.get()
    at = f"/console/together/stand-in/{row.pk}"
    for somebody in (owner, cast.manager, cast.stranger):
        page = enter(somebody).post(at, {"accepts": "yes"}, follow=True).content.decode()
        assert "未作改动" in page
    enter(stand_in).post(at, {"accepts": "no"})
    enter(stand_in).post(at, {"accepts": "yes"})
    row.refresh_from_db()
    assert row.declined_at
    assert row.accepted_at is None
    answers = AuditEntry.objects.filter(verb__startswith="stand_in")
    assert [(one.verb, one.by_id) for one in answers] == [("stand_in_declined", stand_in.staff_id)]
    assert case.pk
    forget_desk()


def test_what_somebody_takes_on_is_noted(cast: Cast, enter: Enter) -> None:
    told = {"staff": str(cast.owner.staff_id), "cap": "30", "skills": ["N", "nonsense"]}
    told |= {"shifts": "1-5 08:30-17:30\n6 09:00-12:00"}
    page = enter(cast.manager).post(f"{ROSTER}/duty", told, follow=True).content.decode()
    assert "1-5 08:30-17:30" in page
    duty = Duty.objects.get()
    assert (duty.cap, duty.skills, len(duty.shifts)) == (30, ["N"], 6)
    enter(cast.manager).post(f"{ROSTER}/duty", {**told, "shifts": "immer"})
    assert Duty.objects.count() == 1


def test_shifts_are_written_as_they_are_read() -> None:
    text = "1-5 08:30-17:30\n6 09:00-12:00"
    assert written(read_shifts(text)) == text
    with pytest.raises(Unreadable):
        read_shifts("1-5 8:30-17:30")


def test_the_wall_shows_numbers_and_nothing_of_anybody(
    cast: Cast, case: Case, enter: Enter
) -> None:
    due_in(case, minutes=-5)
    page = enter(cast.manager).get(WALL).content.decode()
    assert '<meta http-equiv="refresh"' in page
    for told in (case.number, case.subject, cast.owner.name, cast.second_owner.name, "孙"):
        assert told not in page
    assert "甲市分公司" in page
    assert clock_title(Case.objects.get(pk=case.pk).next_due_clock) in page
    assert "<form" not in page


def test_the_piles_count_what_the_list_has_no_room_for(
    cast: Cast, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jiesu.console.lead.looming.MOST", 2)
    now = timezone.now()
    for case in receive_all(cast.agent, [SLOW] * 5, now=now):
        due_in(case, minutes=-1)
    found = looming(cast.manager, now)
    assert (len(found.cases), found.more) == (2, True)
    assert [pile.counts for pile in found.units] == [[5, 0, 0, 0]]
    assert sum(pile.counts[0] for pile in found.people) == 5
    assert "上面的件数是全部" in enter(cast.manager).get(BOARD).content.decode()
