"""A case that belongs to an outage says so: head, graph, story, what can be done (§11 overlays)."""

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast
from console.conftest import SLOW, Enter, ids_of
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case
from jiesu.cases.moves import make_move
from jiesu.console.finding.conditions import Conditions
from jiesu.console.outage import linked_outage
from jiesu.incidents.telling import tell
from jiesu.people.actor import Actor
from outages import CAUSE, cut_off, over


@pytest.fixture
def outage(cast: Cast, now: datetime) -> str:
    return cut_off(cast, now)


@pytest.fixture
def desk(owner: Actor, enter: Enter) -> Client:
    return enter(owner)


def page_of(desk: Client, case: Case) -> str:
    return desk.get(f"/console/cases/{case.number}/").content.decode()


def joined(case: Case, owner: Actor, outage: str) -> None:
    make_move(owner, case.number, "join_outage", {"outage": outage}, now=timezone.now())


def test_the_form_offers_the_outages_there_first_and_knows_the_sure_one(
    cast: Cast, case: Case, outage: str, desk: Client, now: datetime
) -> None:
    other = cut_off(cast, now, places=["平安里"], cause="机房停电")
    elsewhere = cut_off(cast, now, unit="C4403", cause="别处停电")
    form = desk.get(f"/console/cases/{case.number}/join_outage/").content.decode()
    assert form.index(outage) < form.index(other)
    assert elsewhere not in form
    assert "本件地址在内" in form
    assert f'value="{outage}" checked' in form or f'value="{outage}" selected' in form


def test_head_graph_and_story_tell_the_outage(
    case: Case, owner: Actor, outage: str, desk: Client
) -> None:
    assert outage not in page_of(desk, case)
    joined(case, owner, outage)
    page = page_of(desk, case)
    assert f"/console/outages/{outage}/" in page
    assert "预计" in page
    assert CAUSE in page
    assert "已并入群障" in page
    assert f"并入群障 {outage}：{CAUSE}" in page
    assert 'role="img"' in page


def test_whoever_may_not_open_the_register_is_not_led_there(
    cast: Cast, case: Case, owner: Actor, outage: str, now: datetime
) -> None:
    """An auditor reads in the story that it was joined; the register is not his to open."""
    joined(case, owner, outage)
    case.refresh_from_db()
    assert linked_outage(owner, case, now)
    assert linked_outage(cast.auditor, case, now) is None


def test_one_joins_once_and_leaves_what_one_is_in(
    case: Case, owner: Actor, outage: str, desk: Client
) -> None:
    base = f"/console/cases/{case.number}"
    assert f"{base}/join_outage/" in page_of(desk, case)
    assert f"{base}/leave_outage/" not in page_of(desk, case)
    joined(case, owner, outage)
    assert f"{base}/join_outage/" not in page_of(desk, case)
    assert f"{base}/leave_outage/" in page_of(desk, case)
    assert "outage_over/" not in page_of(desk, case)


def test_a_bill_is_not_offered_to_an_outage(case: Case, outage: str, desk: Client) -> None:
    assert outage
    Case.objects.filter(pk=case.pk).update(category="F-02")
    assert "/join_outage/" not in page_of(desk, case)


def test_nobody_is_sent_to_one_line_of_many_and_once_it_is_back_somebody_asks(
    cast: Cast, case: Case, owner: Actor, outage: str, desk: Client
) -> None:
    joined(case, owner, outage)
    make_move(owner, case.number, "accept", {}, now=timezone.now())
    talk = {"channel": "call", "direction": "out", "reached": True, "summary": "已说明群障"}
    make_move(owner, case.number, "contact", talk, now=timezone.now())
    assert likeliest(desk, case) == "report_progress"
    over(cast, outage, timezone.now())
    tell(outage, timezone.now())
    assert likeliest(desk, case) == "contact"
    assert "请联系用户确认已恢复" in page_of(desk, case)


def likeliest(desk: Client, case: Case) -> str:
    page = desk.get(f"/console/cases/{case.number}/")
    return str(page.context["offers"][0][1][0].verb)


def test_left_again_the_head_is_as_before_and_the_story_tells_why(
    case: Case, owner: Actor, outage: str, desk: Client
) -> None:
    joined(case, owner, outage)
    form = desk.get(f"/console/cases/{case.number}/leave_outage/")
    reason = form.context["fields"][0].choices[0]
    left = desk.post(f"/console/cases/{case.number}/leave_outage/", {"reason": reason.code})
    assert left.status_code == 302
    page = page_of(desk, case)
    assert "已并入群障" not in page
    assert f"移出群障 {outage}" in page
    assert reason.title in page


def test_a_queue_can_be_narrowed_to_what_belongs_to_an_outage(
    cast: Cast, case: Case, owner: Actor, outage: str, now: datetime
) -> None:
    other = receive(cast.agent, SLOW, now=now)
    look = Conditions(flag=("outage",))
    assert ids_of(cast.manager, look, now) == []
    joined(case, owner, outage)
    assert ids_of(cast.manager, look, now) == [case.id]
    make_move(owner, case.number, "leave_outage", {"reason": "still_bad"}, now=timezone.now())
    assert ids_of(cast.manager, look, now) == []
    assert other.number
