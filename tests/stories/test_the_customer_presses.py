"""§15.3, §14, T34, §21.28: pressing is counted, answered with news, and calls superiors."""

import re
from datetime import timedelta

import pytest
from msgspec import structs

from cast import Cast
from jiesu.cases.alarms import act_on_due
from jiesu.cases.models import Entry, PromiseRow
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import Unfit
from jiesu.cases.timed import act_on_waiting
from tale import SLOW, Tale


@pytest.fixture
def tale(cast: Cast) -> Tale:
    return Tale(cast)


def test_pressing_within_the_limit_is_answered_with_a_new_fact(tale: Tale) -> None:
    """§15.3: expedite before the limit: status and next date, nobody is called, no clock."""
    entry = tale.say(tale.customer, "expedite", 0.1, said="快点")
    assert entry.facts["within_limit"] is True
    assert tale.letters() == ["N01", "N08"]
    assert "已登记" in tale.letter("N08").body
    assert "escalate" not in tale.verbs()
    assert not PromiseRow.objects.filter(case_id=tale.case.pk, clock="EXPEDITE").exists()


def test_the_answer_names_a_promise_made_to_the_customer_that_can_still_be_kept(
    cast: Cast,
) -> None:
    """§15.3: status, next act, time; our own targets are ours, and nobody is told a day gone by."""
    rude = "营业厅的人说话很难听，还把我赶了出去，要求道歉。"
    tale = Tale(cast, structs.replace(SLOW, category="S-04", description=rude))
    tale.say(tale.owner, "accept", 0.1)
    tale.say(tale.customer, "expedite", 0.1)
    assert "接收确认" not in tale.letter("N08").body, "whether a receipt arrived is our affair"
    talk = {"channel": "call", "direction": "out", "reached": True, "summary": "已了解经过"}
    tale.say(tale.owner, "contact", **talk)
    tale.say(tale.owner, "investigate", investigator_id=cast.investigator.staff_id)
    tale.say(tale.customer, "expedite", 24 * 8)
    late = PromiseRow.objects.get(case_id=tale.case.pk, clock="PROGRESS", stopped_at=None)
    assert late.due_at < tale.now, "the news that we owe ourselves are late"
    assert re.search(r"时间：10月\d+日 24:00（周.）前", tale.letter("N08").body)


def test_whoever_presses_after_the_answer_hears_of_the_call_back(tale: Tale) -> None:
    tale.until_found()
    tale.say(tale.owner, "propose", measures="说明测速方法", done_by="9月20日")
    tale.say(tale.owner, "agree", evidence="录音 1")
    tale.say(tale.owner, "resolve", result="测速达标")
    tale.say(tale.customer, "expedite")
    assert "下一步：回访" in tale.letter("N08").body
    tale.say(tale.cast.caller, "call_back", 60)
    tale.say(tale.cast.caller, "try_call", reached=True)
    tale.say(tale.customer, "expedite")
    assert "-" not in tale.letter("N08").body


def test_after_the_limit_somebody_calls_within_half_an_hour(tale: Tale) -> None:
    """S133: N14, the EXPEDITE clock, L1 at once."""
    tale.say(tale.customer, "expedite", 30)
    assert tale.letters()[-1] == "N14" or "N14" in tale.letters()
    clock = PromiseRow.objects.get(case_id=tale.case.pk, clock="EXPEDITE")
    assert clock.due_at == tale.now + timedelta(minutes=30)
    assert tale.stored.record["escalated"] == "L1"


def test_each_time_a_higher_superior_is_called(tale: Tale) -> None:
    """§11.5: 2nd L2, 3rd L3, in the same move; a rung reached is not called twice."""
    for _ in range(4):
        tale.say(tale.customer, "expedite", 0.1)
    called = Entry.objects.filter(case_id=tale.case.pk, verb="escalate").order_by("seq")
    assert [entry.facts["level"] for entry in called] == ["L2", "L3"]
    assert {entry.by_kind for entry in called} == {"system"}
    assert differences(tale.stored) == []


def test_pressing_makes_it_more_urgent_and_says_why(tale: Tale) -> None:
    """§14: computed on each event, explained in words."""
    assert tale.stored.priority == "P3"
    tale.say(tale.customer, "expedite", 0.1)
    weighed = Entry.objects.get(case_id=tale.case.pk, verb="prioritise")
    assert (weighed.facts["before"], tale.stored.priority) == ("P3", "P2")
    assert any("催" in reason for reason in weighed.facts["because"])
    assert weighed.by_kind == "system"


def test_a_broken_promise_makes_it_more_urgent(tale: Tale) -> None:
    """§14 U1: a statutory clock breached."""
    tale.now += timedelta(hours=25)
    act_on_due(tale.now)
    weighed = Entry.objects.get(case_id=tale.case.pk, verb="prioritise")
    assert weighed.facts["priority"] == tale.stored.priority < "P3"
    assert differences(tale.stored) == []


def test_a_change_by_hand_is_one_level_with_a_reason_for_a_time(tale: Tale) -> None:
    """§14: ±1, reason, expires: then the computed level counts again."""
    with pytest.raises(Unfit):
        tale.say(tale.owner, "prioritise", 0.1, priority="P1", reason="用户考试在即")
    with pytest.raises(Unfit, match="理由"):
        tale.say(tale.owner, "prioritise", 0.1, priority="P2", reason="急")
    tale.say(tale.owner, "prioritise", 0.1, priority="P2", reason="用户考试在即", hours=2)
    assert tale.stored.priority == "P2"
    assert act_on_waiting(tale.now + timedelta(hours=1)) is None
    done = act_on_waiting(tale.now + timedelta(hours=2))
    assert done is not None
    assert done.verb == "prioritise"
    assert tale.stored.priority == "P3"
    assert differences(tale.stored) == []


def test_a_repeat_within_thirty_days_is_more_urgent_from_the_start(tale: Tale, cast: Cast) -> None:
    """§21.28, §15.1."""
    tale.until_closed()
    again = Tale(cast, now=tale.now + timedelta(days=5))
    assert again.stored.repeat_no == 2
    assert again.stored.priority < "P3"
