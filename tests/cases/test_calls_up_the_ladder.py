"""§11.5, T34: who is called must answer in 15, 30 or 60 minutes, else the next one up is."""

from datetime import datetime, timedelta

import msgspec
import pytest

from cast import Cast
from jiesu.cases.alarms import act_on_due
from jiesu.cases.models import Entry, Message
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed, Unfit, WrongState
from jiesu.cases.timed import act_on_waiting
from jiesu.people.actor import SYSTEM
from tale import SLOW, Tale

LEAK = msgspec.structs.replace(
    SLOW,
    description="怀疑我的个人信息被泄露,刚办宽带就接到诈骗电话,请马上处理。",
    category="P-01",
)


@pytest.fixture
def tale(cast: Cast) -> Tale:
    return Tale(cast)


def keeper(tale: Tale) -> None:
    """What was waited for is done; the clocks, which call people too, are left alone."""
    while act_on_waiting(tale.now):
        pass


def levels(tale: Tale) -> list[str]:
    told = Entry.objects.filter(case=tale.stored, verb="escalate").order_by("seq")
    return [entry.facts["level"] for entry in told]


def called(tale: Tale) -> None:
    """Pressed once, after our limit: the team leader is called."""
    tale.say(SYSTEM, "escalate", 0.1, level="L1", because="用户首次催办")


def pass_by(tale: Tale, **time: float) -> None:
    tale.now += timedelta(**time)
    keeper(tale)


def test_a_call_left_unanswered_goes_to_the_next_one_up_each_in_its_time(tale: Tale) -> None:
    called(tale)
    pass_by(tale, minutes=14)
    assert levels(tale) == ["L1"]
    pass_by(tale, minutes=1)
    assert levels(tale) == ["L1", "L2"]
    pass_by(tale, minutes=29)
    assert levels(tale) == ["L1", "L2"]
    pass_by(tale, minutes=1)
    assert levels(tale) == ["L1", "L2", "L3"]
    pass_by(tale, minutes=60)
    assert levels(tale) == ["L1", "L2", "L3", "L4"]
    pass_by(tale, minutes=60)
    assert levels(tale) == ["L1", "L2", "L3", "L4"], "above the top is nobody"
    assert differences(tale.stored) == []


def test_each_one_called_reads_why_and_how_soon_to_answer(tale: Tale) -> None:
    called(tale)
    pass_by(tale, minutes=15)
    notes = Message.objects.filter(case=tale.stored, template="W09").order_by("seq")
    first, second = [note.body for note in notes]
    assert "用户首次催办" in first
    assert "15" in first
    assert "15分钟内未确认" in second
    assert "30" in second


def test_a_call_that_is_answered_goes_no_further(tale: Tale) -> None:
    called(tale)
    tale.say(tale.cast.manager, "answer_call", 0.1, doing="已督促班组今晚上门")
    pass_by(tale, minutes=90)
    assert levels(tale) == ["L1"]
    with pytest.raises(WrongState, match="没有等待应答"):
        tale.say(tale.cast.manager, "answer_call", 0.1, doing="再看")


def test_the_owner_does_not_answer_for_the_superior(tale: Tale) -> None:
    called(tale)
    with pytest.raises(NotAllowed):
        tale.say(tale.owner, "answer_call", 0.1, doing="我来处理")


def test_what_is_ended_calls_nobody_any_more(tale: Tale) -> None:
    called(tale)
    tale.say(tale.customer, "withdraw", 0.1, proof="portal", reference="P-1")
    pass_by(tale, minutes=90)
    assert levels(tale) == ["L1"]


def test_a_clock_that_broke_is_followed_up_like_any_call(tale: Tale) -> None:
    """The keeper writes its calls in bulk; they too are answered or passed on."""
    tale.now += timedelta(minutes=5)
    act_on_due(tale.now)
    begun = levels(tale)
    assert begun, "the acknowledgement was never delivered"
    until = datetime.fromisoformat(tale.stored.record["call"]["until"])
    tale.now = until
    keeper(tale)
    assert len(levels(tale)) == len(begun) + 1
    assert differences(tale.stored) == []


def test_a_p1_that_nobody_takes_up_for_ten_minutes_is_called_out(cast: Cast) -> None:
    tale = Tale(cast, LEAK)
    assert tale.stored.priority == "P1"
    assert tale.stored.waits_for == "escalate"
    tale.say(SYSTEM, "acknowledge", 0, carrier="sms")
    tale.now += timedelta(minutes=10)
    tale.say(SYSTEM, "escalate", 0)
    assert levels(tale) == ["L2"]


def test_a_p1_that_was_taken_up_is_left_in_peace(cast: Cast) -> None:
    tale = Tale(cast, LEAK)
    tale.say(tale.owner, "accept", 0.05)
    tale.now += timedelta(minutes=20)
    with pytest.raises(Unfit, match="没有逾时"):
        tale.say(SYSTEM, "escalate", 0)


def test_a_call_by_hand_needs_its_reason(tale: Tale) -> None:
    with pytest.raises(Unfit, match="理由"):
        tale.say(tale.owner, "escalate", level="L2")
