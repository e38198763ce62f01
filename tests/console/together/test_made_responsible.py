"""Whoever becomes responsible hears of it in the inbox, in the move that makes it so, and once."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from msgspec import structs

from cast import Cast, person, unit
from console.conftest import Enter
from jiesu.cases.intake.receive import receive, receive_all
from jiesu.cases.models import Entry
from jiesu.cases.moves import make_move
from jiesu.cases.timed import act_on_waiting
from jiesu.console.together.models import Notice
from jiesu.people.actor import SYSTEM, Actor
from jiesu.people.actors import load_actor
from jiesu.people.models import Organisation
from tale import DANGER, DOWN, Tale


@pytest.fixture
def tale(cast: Cast) -> Tale:
    return Tale(cast, DOWN)


def kinds(actor: Actor) -> list[str]:
    rows = Notice.objects.filter(staff=actor.staff_id).order_by("id")
    return list(rows.values_list("kind", flat=True))


def calls(actor: Actor) -> list[str]:
    """To which rungs this person was called."""
    rows = Notice.objects.filter(staff=actor.staff_id, kind="call").order_by("seq")
    return [Entry.objects.get(case=row.case, seq=row.seq).facts["level"] for row in rows]


def leader_on_duty() -> Actor:
    """A service manager over the whole company."""
    company = Organisation.objects.get(code="P44")
    return person("boss", "值班领导", company, "R21", company)


def dispatched(tale: Tale) -> None:
    tale.say(tale.owner, "accept", 0.1)
    tale.say(tale.cast.dispatcher, "dispatch", 0.1)


def assigned(tale: Tale) -> None:
    dispatched(tale)
    tale.on("order", tale.cast.leader, "order_accept", 0.1)
    who = tale.cast.technician.staff_id
    tale.on("order", tale.cast.leader, "order_assign", 0.1, technician_id=who)


def test_the_crew_hears_of_an_order_and_the_technician_of_being_sent(
    tale: Tale, enter: Enter
) -> None:
    dispatched(tale)
    assert kinds(tale.cast.leader) == ["order"]
    assert kinds(tale.cast.handler) == [], "of another department"
    tale.on("order", tale.cast.leader, "order_accept", 0.1)
    who = tale.cast.technician.staff_id
    tale.on("order", tale.cast.leader, "order_assign", 0.1, technician_id=who)
    assert kinds(tale.cast.technician) == ["technician"]
    page = enter(tale.cast.technician).get("/console/together/inbox").content.decode()
    assert "工单派给您" in page
    assert tale.case.number in page


def test_the_unit_to_which_an_order_is_sent_on_hears_of_it(tale: Tale) -> None:
    dispatched(tale)
    tale.on("order", tale.cast.dispatcher, "order_reassign", 0.1, unit="D-NET", reason="网络部处理")
    assert kinds(tale.cast.handler) == ["order"]


def test_whoever_is_to_investigate_hears_of_it(tale: Tale) -> None:
    tale.say(tale.owner, "accept")
    tale.say(tale.owner, "investigate", investigator_id=tale.cast.investigator.staff_id)
    assert kinds(tale.cast.investigator) == ["investigator"]


def test_whoever_takes_a_thing_on_himself_is_not_told_so(tale: Tale) -> None:
    dispatched(tale)
    tale.on("order", tale.cast.leader, "order_accept", 0.1)
    myself = tale.cast.leader.staff_id
    tale.on("order", tale.cast.leader, "order_assign", 0.1, technician_id=myself)
    assert kinds(tale.cast.leader) == ["order"]


def test_an_appeal_is_told_to_those_who_hear_it_and_then_to_whoever_inquires(tale: Tale) -> None:
    tale.until_closed()
    tale.say(tale.customer, "appeal", 24, grounds=["wrong_finding"], statement="结论不对")
    assert kinds(tale.cast.appeal_officer) == ["appeal"]
    assert "appeal" not in kinds(tale.cast.investigator)
    tale.on("appeal", tale.cast.appeal_officer, "register_appeal")
    anew = person("xie", "谢核查", Organisation.objects.get(code="D-NET"), "R11", tale.cast.city)
    tale.on("appeal", tale.cast.appeal_officer, "reinvestigate", investigator_id=anew.staff_id)
    assert kinds(anew) == ["reviewer"]


def test_whoever_has_to_put_it_right_hears_of_it(tale: Tale) -> None:
    tale.until_found("substantiated", "FULL")
    words = {"source": "substantiated", "problem": "光缆老化"}
    tale.say(tale.cast.manager, "rectify", owner_id=tale.cast.rectifier.staff_id, **words)
    assert kinds(tale.cast.rectifier) == ["rectifier"]


def test_each_whose_turn_it_is_in_a_rectification_hears_of_it(tale: Tale) -> None:
    """§11.8: who approves the plan, and who verifies that it was carried out."""
    tale.until_found("substantiated", "FULL")
    words = {"source": "substantiated", "problem": "光缆老化"}
    tale.say(tale.cast.manager, "rectify", owner_id=tale.cast.rectifier.staff_id, **words)
    due = (tale.now + timedelta(days=20)).isoformat()
    plan = {"root_cause": "R-LINE", "corrective": "换", "preventive": "查", "metric": "下降五成"}
    rectifier = tale.cast.rectifier
    tale.on("rectification", rectifier, "plan_rectification", planned_due=due, **plan)
    assert "plan" in kinds(tale.cast.manager)
    assert kinds(tale.cast.inspector) == []
    tale.on("rectification", tale.cast.manager, "approve_rectification")
    tale.on("rectification", rectifier, "do_rectification", done="已更换")
    tale.on("rectification", rectifier, "evidence_rectification", evidence=["验收单"])
    assert kinds(tale.cast.inspector) == ["verify"]


def test_the_same_request_sent_twice_tells_once(tale: Tale) -> None:
    tale.say(tale.owner, "accept")
    words = {"investigator_id": tale.cast.investigator.staff_id}
    for _ in range(2):
        make_move(tale.owner, tale.case.number, "investigate", words, now=tale.now, key="K-1")
    assert kinds(tale.cast.investigator) == ["investigator"]


def test_no_responsibility_without_its_notice(tale: Tale) -> None:
    """One transaction: what is taken back is taken back together."""
    tale.say(tale.owner, "accept")
    with transaction.atomic():
        tale.say(tale.owner, "investigate", investigator_id=tale.cast.investigator.staff_id)
        assert kinds(tale.cast.investigator) == ["investigator"]
        transaction.set_rollback(True)
    assert kinds(tale.cast.investigator) == []


def test_pressing_calls_the_leader_of_the_crew_that_has_the_order(tale: Tale, enter: Enter) -> None:
    assigned(tale)
    tale.say(SYSTEM, "escalate", 0.1, level="L1", because="用户首次催办")
    assert calls(tale.cast.leader) == ["L1"]
    assert calls(tale.cast.manager) == []
    page = enter(tale.cast.leader).get("/console/together/inbox").content.decode()
    assert "请您应答升级" in page


def test_where_nobody_stands_on_a_rung_the_next_one_up_is_called(tale: Tale) -> None:
    """No crew has the work, so there is no team leader over it."""
    tale.say(SYSTEM, "escalate", 0.1, level="L1", because="用户首次催办")
    assert calls(tale.cast.leader) == []
    assert calls(tale.cast.manager) == ["L1"]


def test_each_rung_is_held_over_a_unit_as_wide_as_it_says(tale: Tale) -> None:
    """L2 is of the department, L3 of the city, L4 of the company (§11.5)."""
    company = leader_on_duty()
    for level in ("L2", "L3", "L4"):
        tale.say(SYSTEM, "escalate", 0.1, level=level, because="试")
    assert calls(tale.cast.manager) == ["L2", "L3"]
    assert calls(company) == ["L4"]


def test_a_call_nobody_answered_is_put_before_the_next_one_up(tale: Tale) -> None:
    company = leader_on_duty()
    tale.say(SYSTEM, "escalate", 0.1, level="L3", because="试")
    tale.now += timedelta(minutes=60)
    while act_on_waiting(tale.now):
        pass
    assert calls(tale.cast.manager) == ["L3"]
    assert calls(company) == ["L4"]


def test_whoever_is_complained_about_is_not_called_but_the_next_one_up(tale: Tale) -> None:
    company = leader_on_duty()
    accused = {"staff_id": tale.cast.manager.staff_id, "reason": "用户点名"}
    tale.say(company, "name_accused", 0.1, **accused)
    tale.say(SYSTEM, "escalate", 0.1, level="L3", because="试")
    assert calls(tale.cast.manager) == []
    assert calls(company) == ["L3"]


def test_a_promise_that_broke_calls_up_the_ladder_once(tale: Tale) -> None:
    tale.say(tale.owner, "accept", 0.1)
    tale.fall(days=5)
    first = calls(tale.cast.manager)
    assert first
    tale.fall(seconds=1)
    assert calls(tale.cast.manager) == first
    told = Entry.objects.filter(case=tale.stored, verb="escalate").count()
    assert len(first) == told


def test_a_danger_calls_the_moment_it_comes_in(cast: Cast) -> None:
    """§11.5 safety: L4 at once, and the owner hears that the case is watched."""
    case = receive(cast.agent, DANGER, now=timezone.now())
    assert calls(cast.manager) == ["L4"]
    owner = load_actor(case.owner_id or 0)
    assert owner
    assert kinds(owner) == ["press"]


def test_many_contacts_at_once_each_call(cast: Cast) -> None:
    beside = unit("D-SV2", "客户服务二部", cast.city, "440100")
    other = person("bao", "包经理", beside, "R21", beside)
    many = [structs.replace(DANGER, account=f"0755{n}", phone="") for n in range(2)]
    receive_all(cast.agent, many, now=timezone.now())
    assert calls(cast.manager) == ["L4", "L4"]
    assert kinds(other) == []
