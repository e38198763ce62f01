"""Who is told when a promise breaks: whom the pack names, where the work lies, and nobody twice."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction

from cast import Cast
from console.conftest import Enter
from jiesu.cases.alarms import act_on_due
from jiesu.cases.models import Entry
from jiesu.config.reactions import REACTIONS
from jiesu.console.together.models import Notice
from jiesu.kit import events
from jiesu.people.actor import Actor
from jiesu.people.actors import load_actor
from jiesu.people.models import Grant, Staff
from tale import DANGER, Tale


@pytest.fixture(autouse=True)
def _wired() -> Iterator[None]:
    before = events.listeners()
    events.wire(REACTIONS)
    yield
    events.wire(before)


@pytest.fixture
def tale(cast: Cast) -> Tale:
    return Tale(cast)


def told(who: Actor) -> list[str]:
    """Which clocks this person was told of, in the order in which they broke."""
    rows = Notice.objects.filter(staff=who.staff_id, kind="breach").order_by("seq")
    return [Entry.objects.get(case=row.case, seq=row.seq).facts["clock"] for row in rows]


def test_whom_the_pack_names_finds_the_breach_in_the_inbox(tale: Tale, enter: Enter) -> None:
    tale.say(tale.owner, "accept", 0.1)
    tale.fall(days=5)
    assert "PROGRESS" in told(tale.owner), "OWNER, TL"
    assert {"PROGRESS", "FIRST_TOUCH", "INVEST_START"} <= set(told(tale.cast.manager))
    page = enter(tale.cast.manager).get("/console/together/inbox").content.decode()
    assert "承诺的时限已过" in page
    assert tale.case.number in page


def test_acting_twice_tells_once(tale: Tale) -> None:
    tale.say(tale.owner, "accept", 0.1)
    tale.fall(days=5)
    heard = list(Notice.objects.filter(kind="breach").values_list("staff", "case", "seq"))
    assert len(heard) == len(set(heard))
    tale.fall(minutes=1)
    again = Notice.objects.filter(kind="breach").count()
    assert again == len(heard)


def test_no_breach_without_its_notices(tale: Tale) -> None:
    """One transaction: what is taken back is taken back together."""
    tale.say(tale.owner, "accept", 0.1)
    tale.now += timedelta(days=5)
    with transaction.atomic():
        act_on_due(tale.now)
        assert Notice.objects.filter(kind="breach").exists()
        transaction.set_rollback(True)
    assert not Entry.objects.filter(verb="breach").exists()
    assert not Notice.objects.filter(kind="breach").exists()


def test_the_leader_of_the_crew_that_has_the_order_is_told_of_it(cast: Cast) -> None:
    """TL is whoever leads where the order lies; where nobody leads, the manager is told."""
    tale = Tale(cast, DANGER)
    tale.say(tale.owner, "accept", 0.01)
    tale.say(cast.dispatcher, "dispatch", 0.01, place="幸福小区3号楼")
    tale.on("order", cast.leader, "order_accept", 0.01)
    technician = cast.technician.staff_id
    tale.on("order", cast.leader, "order_assign", 0.01, technician_id=technician)
    tale.fall(minutes=16)
    assert told(cast.leader) == ["FIRST_RESPONSE"]
    assert "FIRST_RESPONSE" in told(cast.manager), "TL, MG"
    assert "FIRST_TOUCH" not in told(cast.leader)


def test_whoever_may_not_see_the_case_is_not_told_and_the_next_one_is(tale: Tale) -> None:
    """The manager is complained about: he is named by the pack, and still hears nothing."""
    other = tale.cast.second_owner if tale.owner == tale.cast.owner else tale.cast.owner
    second = Staff.objects.get(work_no=other.work_no)
    unit = tale.case.organisation
    Grant.objects.create(staff=second, role="R21", organisation=unit, granted_at=tale.now)
    accused = {"staff_id": tale.cast.manager.staff_id, "reason": "用户点名"}
    manager = load_actor(second.pk)
    assert manager
    tale.say(manager, "name_accused", 0.1, **accused)
    tale.say(tale.owner, "accept", 0.1)
    tale.fall(days=5)
    assert told(tale.cast.manager) == []
    assert "FIRST_TOUCH" in told(other)


def test_nothing_broken_tells_nobody(tale: Tale) -> None:
    tale.fall(minutes=1)
    assert not Notice.objects.filter(kind="breach").exists()


def test_a_promise_kept_late_is_noted_and_tells_nobody(tale: Tale) -> None:
    """Nobody was there to notice; by now the work is done (as the ladder calls nobody, §11.5)."""
    words = {"channel": "call", "direction": "out", "reached": True, "summary": "已说明"}
    tale.say(tale.owner, "contact", 24, **words)
    tale.fall(minutes=1)
    assert Entry.objects.filter(verb="breach", facts__clock="FIRST_TOUCH").exists()
    assert "FIRST_TOUCH" not in told(tale.cast.manager)
