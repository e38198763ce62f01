"""T26, §11.3: with the complaint end its orders; nobody is sent to somebody who wants nothing."""

import pytest
from django.utils import timezone

from cast import Cast
from jiesu.cases.models import Entry, Proceeding
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed
from jiesu.cases.verify import verify
from jiesu.console.together.models import Notice
from tale import DOWN, Tale

AT_THE_PORTAL = {"proof": "portal", "reference": "网页确认"}


def sent(cast: Cast) -> Tale:
    """A technician has the order; it is now, for crews see an ended order for a day."""
    tale = Tale(cast, DOWN, timezone.now())
    tale.say(tale.owner, "accept", 0.01)
    tale.say(cast.dispatcher, "dispatch", 0.01)
    tale.on("order", cast.leader, "order_accept", 0.01)
    tale.on("order", cast.leader, "order_assign", 0.01, technician_id=cast.technician.staff_id)
    return tale


def test_an_open_order_is_cancelled_and_its_technician_told(cast: Cast) -> None:
    tale = sent(cast)
    tale.say(tale.customer, "withdraw", 0.01, **AT_THE_PORTAL)
    order = tale.proceeding("order")
    assert (order.state, order.closed_at) == ("CANCELLED", tale.now)
    ended = Entry.objects.get(case_id=tale.case.pk, verb="order_cancel")
    assert (ended.by_kind, ended.facts["reason"]) == ("system", "user")
    told = Notice.objects.get(staff=cast.technician.staff_id, seq=ended.seq)
    assert told.kind == "order_off"
    assert verify(tale.stored) is None
    assert differences(tale.stored) == []


def test_whoever_cancels_an_order_by_hand_tells_the_technician_too(cast: Cast) -> None:
    tale = sent(cast)
    tale.on("order", cast.dispatcher, "order_cancel", 0.01, reason="remote", explanation="已恢复")
    assert Notice.objects.filter(staff=cast.technician.staff_id, kind="order_off").count() == 1


def test_a_question_to_a_department_needs_no_answer_any_more(cast: Cast) -> None:
    tale = Tale(cast)
    tale.say(tale.owner, "accept")
    due = (tale.now.replace(year=2027)).isoformat()
    tale.say(tale.owner, "consult", way="CONSULT", unit="D-NET", question="带宽?", due=due)
    tale.say(tale.customer, "withdraw", **AT_THE_PORTAL)
    assert tale.proceeding("order").state == "CANCELLED"


def test_what_is_still_asked_of_a_department_is_taken_back_before_the_case_goes(
    cast: Cast,
) -> None:
    """§11.2: no complaint ends while something is open, whichever way it ends."""
    tale = Tale(cast)
    due = (tale.now.replace(year=2027)).isoformat()
    tale.say(tale.owner, "consult", way="CONSULT", unit="D-NET", question="带宽?", due=due)
    with pytest.raises(NotAllowed, match="尚未完成"):
        tale.say(tale.owner, "transfer", body="某市住建局", contact="0755-12345")
    with pytest.raises(NotAllowed, match="尚未完成"):
        tale.say(tale.owner, "refuse", reason="NA3", basis="已于上周和解")
    assert tale.state == "REGISTERED"


def test_what_removes_a_danger_goes_on(cast: Cast) -> None:
    """0120: an order to remove a danger is nothing that a customer may take back."""
    tale = sent(cast)
    tale.say(tale.owner, "withdraw", 0.01, proof="sms", reference="SMS-7", systemic=True)
    assert tale.proceeding("order").state == "AT_TECH"


def test_what_is_mended_already_is_finished_and_not_cancelled(cast: Cast) -> None:
    tale = sent(cast)
    Proceeding.objects.filter(case_id=tale.case.pk).update(state="FIXED")
    tale.say(tale.customer, "withdraw", 0.01, **AT_THE_PORTAL)
    assert tale.proceeding("order").state == "FIXED"
