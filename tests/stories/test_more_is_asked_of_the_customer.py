"""§21.17 (second half), T03, T04, T26, §18: questions, reminders, silence; withdrawal; hold."""

from datetime import timedelta

import pytest

from cast import Cast
from jiesu.cases.actions.withdraw import sampled
from jiesu.cases.entries import typed
from jiesu.cases.models import PromiseRow
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed, UnknownCase, WrongState
from jiesu.cases.timed import act_on_waiting
from tale import Tale

DAY = timedelta(days=1)


@pytest.fixture
def tale(cast: Cast) -> Tale:
    return Tale(cast)


def test_reminded_on_the_second_and_fourth_day_then_we_go_on(tale: Tale) -> None:
    """T03, T04: never rejected for silence."""
    tale.say(tale.owner, "ask", items=["故障发生时间"])
    asked = tale.now
    assert act_on_waiting(asked + DAY) is None
    for day in (2, 4):
        done = act_on_waiting(asked + day * DAY)
        assert done is not None
        assert (done.verb, done.refused) == ("remind", "")
    assert tale.letters().count("N06") == 3
    assert act_on_waiting(asked + 5 * DAY) is None
    done = act_on_waiting(asked + 10 * DAY)
    assert done is not None
    assert done.verb == "proceed"
    assert tale.state == "REGISTERED"
    assert differences(tale.stored) == []


def test_an_answer_ends_the_reminding(tale: Tale) -> None:
    tale.say(tale.owner, "ask", items=["故障发生时间"])
    tale.say(tale.customer, "supplement", text="每晚八点")
    assert tale.state == "REGISTERED"
    assert act_on_waiting(tale.now + 3 * DAY) is None


def test_asked_twice_at_most(tale: Tale) -> None:
    """T03: two rounds."""
    for _ in range(2):
        tale.say(tale.owner, "ask", items=["故障发生时间"])
        tale.say(tale.customer, "supplement", text="每晚八点")
    with pytest.raises(WrongState, match="两次"):
        tale.say(tale.owner, "ask", items=["宽带账号"])


def test_waiting_stops_no_clock_whose_pack_does_not_say_so(tale: Tale) -> None:
    """T03: LAW and the regulation run on."""
    tale.say(tale.owner, "ask", items=["故障发生时间"])
    paused = PromiseRow.objects.filter(case_id=tale.case.pk).exclude(paused_since=None)
    assert not {row.pack for row in paused} & {"CN-NATIONAL", "SEED-D"}


def test_one_withdrawal_in_ten_is_asked_about(cast: Cast) -> None:
    """T26: the same number always draws the same lot."""
    numbers = [f"TS44010020260918{n:06}00" for n in range(2000)]
    drawn = sum(map(sampled, numbers))
    assert 150 < drawn < 250
    assert [sampled(n) for n in numbers] == [sampled(n) for n in numbers]
    tale = Tale(cast)
    while not sampled(tale.case.number):
        tale = Tale(cast)
    tale.say(tale.customer, "withdraw", proof="portal", reference="网页确认")
    assert tale.stored.record["withdrawal_check"] == "due"
    tale.say(cast.caller, "try_call", reached=True, solved="yes")
    assert tale.stored.record["withdrawal_check"] == "done"
    assert tale.state == "WITHDRAWN"


def test_a_withdrawal_not_drawn_is_nobodys_business(cast: Cast) -> None:
    tale = Tale(cast)
    while sampled(tale.case.number):
        tale = Tale(cast)
    tale.say(tale.customer, "withdraw", proof="portal", reference="网页确认")
    with pytest.raises(UnknownCase):
        tale.say(cast.caller, "try_call", reached=True, solved="yes")


def test_a_file_is_held_until_it_is_released(tale: Tale, cast: Cast) -> None:
    """§18: legal hold."""
    with pytest.raises(NotAllowed):
        tale.say(tale.owner, "hold", reference="(2026)民初12号", reason="诉讼")
    tale.say(cast.privacy, "hold", reference="(2026)民初12号", reason="诉讼")
    with pytest.raises(WrongState, match="已在保全"):
        tale.say(cast.privacy, "hold", reference="(2026)民初12号", reason="诉讼")
    assert typed(tale.stored.entries.get(verb="hold"), "reference") == "(2026)民初12号"
    tale.say(cast.privacy, "release", reason="判决生效")
    assert tale.stored.record["hold"] is None
    with pytest.raises(WrongState, match="没有保全"):
        tale.say(cast.privacy, "release", reason="判决生效")
