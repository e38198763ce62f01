"""Told again, somebody above the owner hears of it, and it ends otherwise (§15.1, §11.5)."""

from datetime import timedelta

import pytest
from msgspec import structs

from cast import Cast
from jiesu.cases.models import Entry
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import Unfit
from tale import SLOW, Tale

CLOSING = {"outcome": "EXPLAINED_ACCEPTED", "root_cause": "R-LINE", "solution": "X-VISIT"}
SEEN = "9月30日组长到场,更换分光器后测速达标"


def told_again(cast: Cast, times: int) -> Tale:
    """The same complaint for the ``times``-th time, each closed before the next."""
    tale = Tale(cast)
    for _ in range(times - 1):
        tale.until_closed()
        tale = Tale(cast, now=tale.now + timedelta(days=3))
    return tale


def calls(tale: Tale) -> list[tuple[str, str, str]]:
    entries = Entry.objects.filter(case_id=tale.case.pk, verb="escalate").order_by("seq")
    return [(e.by_kind, e.facts["level"], e.facts["because"]) for e in entries]


def test_the_first_time_nobody_is_called(cast: Cast) -> None:
    assert calls(told_again(cast, 1)) == []


def test_the_second_time_the_manager_of_the_owner_is_told(cast: Cast) -> None:
    """§15.1: from the second time on, by the system, with the reason."""
    again = told_again(cast, 2)
    assert calls(again) == [("system", "L2", "同一问题再次投诉")]
    assert "W09" in again.letters()
    again.until_closed()
    assert again.state == "CLOSED"
    assert differences(again.stored) == []


def test_the_third_time_it_ends_with_a_cause_and_a_leader_who_was_there(cast: Cast) -> None:
    """§15.1: joint review by L3, a root cause, a visit by the leader of the area."""
    third = told_again(cast, 3)
    assert third.stored.repeat_no == 3
    assert [call[:2] for call in calls(third)] == [("system", "L3")]
    third.until_found()
    third.say(third.owner, "propose", measures="更换分光器", done_by="9月30日")
    third.say(third.owner, "agree", evidence="录音 1")
    third.say(third.owner, "resolve", result="已更换分光器")
    third.say(cast.caller, "call_back", 48)
    third.say(cast.caller, "try_call", reached=True, solved="yes")
    with pytest.raises(Unfit, match="组长"):
        third.say(cast.caller, "close", **CLOSING)
    with pytest.raises(Unfit, match="根因"):
        third.say(cast.caller, "close", **{**CLOSING, "root_cause": "R-NTF", "lead_visit": SEEN})
    third.say(cast.caller, "close", **CLOSING, lead_visit=SEEN)
    assert third.state == "CLOSED"
    assert differences(third.stored) == []


def test_danger_calls_the_leader_on_duty_at_once(cast: Cast) -> None:
    """§11.5 L4: at intake, and when it is seen only later."""
    danger = structs.replace(
        SLOW, category="N-07-01", description="光缆垂落在人行道上,有人绊倒了,请马上来人!"
    )
    assert [call[:2] for call in calls(Tale(cast, danger))] == [("system", "L4")]
    later = Tale(cast, structs.replace(SLOW, account="", phone="13900001111", address=""))
    assert calls(later) == []
    later.say(later.owner, "classify", category="N-07-01", reason="用户补充:线缆垂落")
    assert [call[:2] for call in calls(later)] == [("system", "L4")]
    assert differences(later.stored) == []
