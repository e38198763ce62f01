"""§17 ²: a request waits for a second person only as long as what it asks for can be done."""

import pytest
from django.utils import timezone

from cast import Cast
from console.conftest import Enter
from jiesu.cases.models import Entry
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import WrongState
from jiesu.cases.verify import verify
from jiesu.console.together.models import Notice
from stories.telling import FOUND
from tale import Tale

PAUSE = {"reason": "WAIT_USER_TIME", "evidence": "录音 3", "resume_condition": "用户确认时间"}
AT_THE_PORTAL = {"proof": "portal", "reference": "网页确认"}


@pytest.fixture
def tale(cast: Cast) -> Tale:
    tale = Tale(cast, now=timezone.now())
    tale.say(tale.owner, "accept", 0.01)
    return tale


def test_it_leaves_the_queue_with_the_case_and_the_ledger_says_so(tale: Tale, enter: Enter) -> None:
    queue = enter(tale.cast.manager)
    asked = tale.say(tale.owner, "pause", 0.01, **PAUSE)
    assert tale.case.number in queue.get("/console/approvals").content.decode()
    tale.say(tale.customer, "withdraw", 0.01, **AT_THE_PORTAL)
    assert tale.case.number not in queue.get("/console/approvals").content.decode()
    lapsed = Entry.objects.get(case_id=tale.case.pk, verb="lapse")
    assert (lapsed.by_kind, lapsed.facts["request"]) == ("system", asked.seq)
    assert tale.stored.record["requests"][str(asked.seq)]["state"] == "lapsed"
    assert verify(tale.stored) is None
    assert differences(tale.stored) == []


def test_whoever_asked_is_told_that_nobody_will_decide_it(tale: Tale) -> None:
    tale.say(tale.owner, "pause", 0.01, **PAUSE)
    tale.say(tale.customer, "withdraw", 0.01, **AT_THE_PORTAL)
    assert Notice.objects.filter(staff=tale.owner.staff_id, kind="lapsed").count() == 1


def test_whoever_asked_is_told_that_it_was_declined(tale: Tale) -> None:
    asked = tale.say(tale.owner, "pause", 0.01, **PAUSE)
    tale.say(tale.cast.manager, "decline", 0.01, request=asked.seq, reason="可以电话约时间")
    assert Notice.objects.filter(staff=tale.owner.staff_id, kind="declined").count() == 1


def test_what_lapsed_is_decided_by_nobody(tale: Tale) -> None:
    asked = tale.say(tale.owner, "pause", 0.01, **PAUSE)
    tale.say(tale.customer, "withdraw", 0.01, **AT_THE_PORTAL)
    with pytest.raises(WrongState, match="不是待审批"):
        tale.say(tale.cast.manager, "approve", 0.01, request=asked.seq)


def test_what_can_still_be_done_after_the_end_goes_on_waiting(tale: Tale) -> None:
    """A rectification is opened for a complaint that is over as for one that is not (§11.8)."""
    words = {"source": "inspection", "problem": "同类问题多"}
    asked = tale.say(tale.owner, "rectify", 0.01, **words)
    tale.say(tale.customer, "withdraw", 0.01, **AT_THE_PORTAL)
    assert tale.stored.record["requests"][str(asked.seq)]["state"] == "open"


def test_the_request_that_ends_the_case_is_approved_and_the_others_lapse(tale: Tale) -> None:
    cast, fresh = tale.cast, Tale(tale.cast, now=timezone.now())
    other = fresh.say(fresh.owner, "pause", 0.01, **PAUSE)
    refusal = fresh.say(fresh.owner, "refuse", 0.01, reason="NA3", basis="已和解并履行")
    fresh.say(cast.manager, "approve", 0.01, request=refusal.seq)
    held = fresh.stored.record
    states = {seq: one["state"] for seq, one in held["requests"].items()}
    assert fresh.state == "NOT_ACCEPTED"
    assert states == {str(other.seq): "lapsed", str(refusal.seq): "approved"}
    assert held["waiting"] == []


def an_offer(tale: Tale, fen: int) -> Entry:
    """What the owner may not give alone."""
    remedy = {"code": "CP8", "amount_fen": fen, "basis": "善意补偿"}
    words = {"measures": "已换光猫", "done_by": "9月30日", "apology": "抱歉", "remedies": [remedy]}
    return tale.say(tale.owner, "propose", 0.01, **words)


@pytest.fixture
def found(tale: Tale) -> Tale:
    tale.say(tale.owner, "investigate", 0.01, investigator_id=tale.cast.investigator.staff_id)
    tale.say(tale.cast.investigator, "find", 0.01, **FOUND)
    return tale


def test_an_offer_asked_for_again_takes_the_place_of_the_one_before(found: Tale) -> None:
    first, second = an_offer(found, 80_000), an_offer(found, 60_000)
    assert [one.verb for one in (first, second)] == ["request", "request"]
    states = {seq: one["state"] for seq, one in found.stored.record["requests"].items()}
    assert (states[str(first.seq)], states[str(second.seq)]) == ("lapsed", "open")
    found.say(found.cast.manager, "approve", 0.01, request=second.seq)
    assert found.stored.record["proposal"]["total_fen"] == 60_000
    assert differences(found.stored) == []


def test_an_offer_made_leaves_no_other_to_be_approved_later(found: Tale) -> None:
    asked = an_offer(found, 80_000)
    found.say(found.owner, "propose", 0.01, measures="已换光猫", done_by="明日", apology="抱歉")
    assert found.stored.record["requests"][str(asked.seq)]["state"] == "lapsed"


def test_more_time_asked_for_twice_stays_asked_for_twice(tale: Tale) -> None:
    """Two requests that change nothing of each other: each is decided by itself."""
    asked = [tale.say(tale.owner, "pause", 0.01, **PAUSE) for _ in range(2)]
    states = {tale.stored.record["requests"][str(one.seq)]["state"] for one in asked}
    assert states == {"open"}


def answered(tale: Tale) -> None:
    tale.say(tale.owner, "propose", measures="更换线路", done_by="9月30日")
    tale.say(tale.owner, "agree", evidence="录音 1")
    tale.say(tale.owner, "resolve", result="已处理")


def test_what_was_asked_for_in_one_round_is_not_granted_in_the_next(cast: Cast) -> None:
    """T22: an old reason would stop the clocks of a handling that nobody asked to pause."""
    tale = Tale(cast)
    tale.until_found()
    asked = tale.say(tale.owner, "pause", **PAUSE)
    answered(tale)
    tale.say(tale.customer, "reopen", reason="又慢了")
    assert tale.stored.record["requests"][str(asked.seq)]["state"] == "lapsed"
    with pytest.raises(WrongState, match="不是待审批"):
        tale.second(asked, tale.cast.manager)
    assert differences(tale.stored) == []


def test_what_belongs_to_no_round_goes_on_waiting(cast: Cast) -> None:
    tale = Tale(cast)
    tale.until_found()
    asked = tale.say(tale.owner, "rectify", source="inspection", problem="同类问题多")
    answered(tale)
    tale.say(tale.customer, "reopen", reason="又慢了")
    assert tale.stored.record["requests"][str(asked.seq)]["state"] == "open"
