"""S79, S83, N18: the customer sees who comes when, and asks for another time."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast
from jiesu.cases.intake.contact import Intake
from jiesu.cases.models import Entry, Proceeding
from jiesu.cases.rebuild import differences
from jiesu.portal.windows import days
from portal.conftest import Follow, key_on, text_of
from tale import Tale

DOWN = Intake(
    channel="web",
    description="光猫LOS灯红了,家里完全上不了网,请尽快派人来修。",
    desired_outcome="尽快修好",
    name="孙女士",
    phone="13800005678",
    account="075500012301",
    address="甲市东区幸福小区3号楼502",
    region="440100",
)
OTHERS = ("order_fix", "order_arrive", "order_reschedule", "order_done")


@pytest.fixture
def tale(cast: Cast) -> Tale:
    """A fault with a technician who agreed a visit for tomorrow."""
    tale = Tale(cast, DOWN, now=timezone.now() - timedelta(hours=8))
    tale.say(tale.owner, "accept")
    tale.say(cast.dispatcher, "dispatch")
    tale.on("order", cast.leader, "order_accept")
    technician = cast.technician.staff_id
    tale.on("order", cast.leader, "order_assign", technician_id=technician)
    tale.on("order", cast.technician, "order_contact", event="CALL-1", means="call")
    tale.on("order", cast.technician, "order_appoint", **window(30))
    return tale


def window(hours: int) -> dict[str, str]:
    start = timezone.now() + timedelta(hours=hours)
    end = start + timedelta(hours=2)
    told = {"window_start": start.isoformat(), "window_end": end.isoformat()}
    return {**told, "consent": "录音 1"}


def ask_for(mine: Client, tale: Tale, **told: str) -> str:
    path = f"/my/{tale.case.number}/order_ask_window/"
    form = mine.get(path)
    assert form.status_code == 200
    return text_of(mine.post(path, {"key": key_on(form), **told}, follow=True))


def later() -> str:
    return days(timezone.now())[-1].code


def test_the_page_says_who_comes_and_when(tale: Tale, follow: Follow) -> None:
    page = text_of(follow(tale.case).get(f"/my/{tale.case.number}/"))
    assert tale.cast.technician.name in page
    assert tale.cast.technician.work_no in page
    assert "另选上门时间" in page


def test_another_time_is_asked_for_by_day_and_hour(tale: Tale, follow: Follow) -> None:
    mine = follow(tale.case)
    page = ask_for(mine, tale, day=later(), slot="14", said="门禁要登记")
    assert "已告诉师傅您方便的时间" in page
    assert "等师傅确认" in page
    assert "14:00–16:00" in page
    entry = Entry.objects.get(case=tale.case, verb="order_ask_window")
    assert entry.by_kind == "customer"
    assert "门禁" not in str(entry.facts)
    order = tale.proceeding("order")
    assert (order.state, order.record["wished"]["window_end"]) == (
        "APPOINTED",
        entry.facts["window_end"],
    )
    assert differences(tale.stored) == []


def test_a_wish_stops_no_clock_and_the_technician_s_answer_takes_it_away(
    tale: Tale, follow: Follow
) -> None:
    before = set(tale.stored.promises.filter(stopped_at=None).values_list("clock", "due_at"))
    ask_for(follow(tale.case), tale, day=later(), slot="16")
    after = set(tale.stored.promises.filter(stopped_at=None).values_list("clock", "due_at"))
    assert before == after
    moved = {**window(50), "caused_by": "user", "reason": "用户改时间"}
    tale.on("order", tale.cast.technician, "order_reschedule", **moved)
    assert tale.proceeding("order").record["wished"] is None
    page = text_of(follow(tale.case).get(f"/my/{tale.case.number}/"))
    assert "等师傅确认" not in page


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"day": "2020-01-01", "slot": "14"}, "已经来不及"),
        ({"day": "明天", "slot": "14"}, "格式不对"),
        ({"slot": "14"}, "必须填写"),
    ],
)
def test_a_time_that_cannot_be_is_said_beside_the_field(
    tale: Tale, follow: Follow, told: dict[str, str], words: str
) -> None:
    page = follow(tale.case).post(f"/my/{tale.case.number}/order_ask_window/", told)
    assert page.status_code == 422
    assert words in text_of(page)


def test_when_nothing_is_on_its_way_there_is_nothing_to_move(cast: Cast, follow: Follow) -> None:
    tale = Tale(cast, now=timezone.now() - timedelta(hours=1))
    mine = follow(tale.case)
    assert "另选上门时间" not in text_of(mine.get(f"/my/{tale.case.number}/"))
    assert mine.get(f"/my/{tale.case.number}/order_ask_window/").status_code == 302


def test_the_customer_says_nothing_else_about_an_order(tale: Tale, follow: Follow) -> None:
    mine = follow(tale.case)
    for verb in OTHERS:
        assert mine.post(f"/my/{tale.case.number}/{verb}/", {}).status_code == 404


def test_what_was_repaired_is_confirmed_by_the_customer(tale: Tale, follow: Follow) -> None:
    technician = tale.cast.technician
    for verb, words in (
        ("order_arrive", {"proof": "user_code", "reference": "4711", "early_agreed": True}),
        ("order_work", {}),
        ("order_fix", {"cause": "R-LINE", "done": "换光纤", "before": "-30", "after": "-19"}),
    ):
        tale.on("order", technician, verb, 0.1, **words)
    mine = follow(tale.case)
    path = f"/my/{tale.case.number}/order_confirm/"
    mine.post(path, {"key": key_on(mine.get(path))})
    order = Proceeding.objects.get(case=tale.case, machine="order")
    assert order.state == "USER_CONFIRMED"
    entry = Entry.objects.get(case=tale.case, verb="order_confirm")
    assert (entry.by_kind, entry.facts["how"]) == ("customer", "portal")
