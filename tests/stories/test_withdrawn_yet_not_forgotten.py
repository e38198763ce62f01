"""T26: a customer may withdraw a complaint, but not the danger or the fault behind it."""

from datetime import timedelta

import msgspec
import pytest

from cast import Cast
from jiesu.cases.models import Case, Proceeding, PromiseRow
from jiesu.cases.permit import verbs_now
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import Unfit
from jiesu.cases.timed import act_on_waiting
from jiesu.cases.verify import verify
from jiesu.config.reactions import REACTIONS
from jiesu.kit.events import wire
from tale import SLOW, Tale

HAZARD = msgspec.structs.replace(
    SLOW, category="N-07", description="楼道里的光缆垂下来,孩子够得着,怕绊倒人。"
)
AT_THE_PORTAL = {"proof": "portal", "reference": "网页确认"}


@pytest.fixture(autouse=True)
def _reactions() -> None:
    wire(REACTIONS)


def carried_on(tale: Tale) -> list[Proceeding]:
    return list(Proceeding.objects.filter(case_id=tale.case.pk, machine="rectification"))


def test_a_danger_goes_on_inside_after_the_customer_withdraws(cast: Cast) -> None:
    tale = Tale(cast, HAZARD)
    tale.say(tale.customer, "withdraw", **AT_THE_PORTAL)
    (inside,) = carried_on(tale)
    assert (tale.state, inside.state, inside.record["source"]) == ("WITHDRAWN", "OPEN", "withdrawn")
    assert inside.assignee_id == cast.rectifier.staff_id
    plan = PromiseRow.objects.get(case_id=tale.case.pk, clock="RECTIFY_PLAN")
    assert plan.stopped_at is None, "it has a term of its own, although the case has ended"
    assert verify(tale.stored) is None
    assert differences(tale.stored) == []


def test_it_is_carried_to_its_end_although_the_case_is_archived(cast: Cast) -> None:
    tale = Tale(cast, HAZARD)
    tale.say(tale.customer, "withdraw", **AT_THE_PORTAL)
    tale.now += timedelta(days=8)
    while act_on_waiting(tale.now):
        pass
    assert tale.state == "ARCHIVED"
    tale.on(
        "rectification",
        cast.rectifier,
        "plan_rectification",
        root_cause="R-LINE",
        corrective="重新固定光缆",
        preventive="每月巡线",
        planned_due=(tale.now + timedelta(days=3)).isoformat(),
        metric="该小区线缆隐患为零",
    )
    assert carried_on(tale)[0].state == "PLAN"
    assert differences(tale.stored) == []


def test_the_customer_hears_nothing_of_it_and_is_asked_nothing(cast: Cast) -> None:
    """The withdrawal stands: one letter, no verb left but those of an ended case."""
    tale = Tale(cast, HAZARD)
    tale.say(tale.customer, "withdraw", **AT_THE_PORTAL)
    assert tale.letters()[-1] == "N45"
    assert "rectify" not in {verb.name for verb in verbs_now(tale.customer, tale.stored)}


def test_told_for_the_third_time_it_is_more_than_one_customers_matter(cast: Cast) -> None:
    """§15.1: a forced root cause is owed from the third time on, whoever withdraws."""
    tale = Tale(cast)
    Case.objects.filter(pk=tale.case.pk).update(repeat_no=3)
    tale.say(tale.customer, "withdraw", **AT_THE_PORTAL)
    assert len(carried_on(tale)) == 1


def test_who_handles_it_may_say_that_others_are_concerned(cast: Cast) -> None:
    tale = Tale(cast)
    tale.say(tale.owner, "withdraw", proof="sms", reference="SMS-7", systemic=True)
    assert len(carried_on(tale)) == 1
    assert tale.stored.record["proceedings"]


def test_an_everyday_matter_ends_with_the_withdrawal(cast: Cast) -> None:
    tale = Tale(cast)
    tale.say(tale.customer, "withdraw", **AT_THE_PORTAL)
    assert carried_on(tale) == []
    assert tale.verbs()[-1] == "withdraw"


def test_what_is_already_being_put_right_is_not_opened_twice(cast: Cast) -> None:
    tale = Tale(cast, HAZARD)
    tale.say(cast.manager, "rectify", source="inspection", problem="线缆隐患")
    tale.say(tale.customer, "withdraw", **AT_THE_PORTAL)
    assert [one.record["source"] for one in carried_on(tale)] == ["inspection"]


def test_an_appeal_under_way_ends_with_the_complaint_that_the_customer_withdraws(
    cast: Cast,
) -> None:
    """T26, T32: it would wait for a decision that nobody may make, and keep the archive shut."""
    tale = Tale(cast)
    tale.until_closed()
    tale.say(tale.customer, "appeal", grounds=["attitude"], statement="电话里态度不好")
    tale.say(tale.customer, "withdraw", **AT_THE_PORTAL)
    appeal = tale.proceeding("appeal")
    assert (appeal.state, appeal.closed_at) == ("CLOSED", tale.now)
    owed = PromiseRow.objects.filter(case_id=tale.case.pk, clock="APPEAL", stopped_at=None)
    assert not owed.exists(), "nobody waits for an answer any more"
    assert differences(tale.stored) == []
    tale.now += timedelta(days=8)
    while act_on_waiting(tale.now):
        pass
    assert tale.state == "ARCHIVED"


def test_nobody_but_the_customer_withdraws_in_the_portal(cast: Cast) -> None:
    """T26: provable, or it is no withdrawal; a tap that there was not proves nothing."""
    tale = Tale(cast)
    with pytest.raises(Unfit, match="没有在网上撤回"):
        tale.say(tale.owner, "withdraw", **AT_THE_PORTAL)
    tale.say(tale.owner, "withdraw", proof="recording", reference="录音 9")
    assert tale.state == "WITHDRAWN"
