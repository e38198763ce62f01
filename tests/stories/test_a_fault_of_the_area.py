"""An area is cut off: whoever calls is registered and joined in one breath (§21.1, S106)."""

from datetime import timedelta

from api.door import COMPLAINTS
from jiesu.cases.models import Case
from jiesu.incidents.telling import tell as tell_all
from outages import ADDRESS, CUT_OFF, cut_off, over
from stories.telling import CALLER, Telling

CALL = {**CALLER, "description": CUT_OFF, "case_type": "fault", "address": ADDRESS}


def test_registering_and_joining_are_one(tell: Telling) -> None:
    """§21.1, S105, S106: the number and the reason reach the customer together."""
    outage = cut_off(tell.cast, tell.now)
    case = tell.take(tell.cast.agent, CUT_OFF, case_type="fault", outage=outage)
    assert tell.sheet()["outage"] == outage
    assert case["state"] == "REGISTERED"
    assert tell.letters() == ["N01", "N12"]
    assert [line["verb"] for line in tell.sheet()["ledger"]][-1] == "join_outage"
    tell.whole()


def test_nobody_is_late_with_an_order_that_is_not_made(tell: Telling) -> None:
    """§10 DISPATCH: what goes on with the outage is not passed on by itself."""
    outage = cut_off(tell.cast, tell.now)
    tell.take(tell.cast.agent, CUT_OFF, case_type="fault")
    tell.say(tell.owner, "accept")
    assert tell.clock("DISPATCH")["stopped_at"] is None
    tell.say(tell.owner, "join_outage", outage=outage)
    assert tell.clock("DISPATCH")["stopped_at"] == tell.now


def test_what_belongs_to_an_outage_goes_to_who_watches_the_network(tell: Telling) -> None:
    """§11.4: no crew is sent to one line of many; taken out again, the crew of the area goes."""
    outage = cut_off(tell.cast, tell.now)
    numbers = [
        tell.take(tell.cast.agent, CUT_OFF, category="N-01-03", outage=outage, **who)["number"]
        for who in ({}, {"phone": "13900001111", "account": "075500099999"})
    ]
    for tell.number in numbers:
        tell.say(tell.owner, "accept")
    tell.say(tell.cast.dispatcher, "leave_outage", reason="another_fault")
    tell.say(tell.cast.dispatcher, "dispatch")
    assert tell.ledger("dispatch")[0]["facts"]["order_type"] == "LINE"
    tell.number = numbers[0]
    assert "工单缺少必填内容" in tell.refused(tell.cast.dispatcher, "dispatch")
    tell.say(tell.cast.dispatcher, "dispatch", cell="幸福小区OLT-03")
    assert tell.ledger("dispatch")[0]["facts"]["order_type"] == "OUTAGE"
    assert "网络部" in tell.letter("N10")


def test_of_work_that_was_called_off_nothing_came_back(tell: Telling) -> None:
    """S123: nobody reads that service is back, and the repair promised by law runs on."""
    hours = {"since": tell.now + timedelta(hours=3), "until": tell.now + timedelta(hours=6)}
    work = cut_off(tell.cast, tell.now, kind="work", cause="设备升级", eta=None, **hours)
    tell.take(tell.cast.agent, CUT_OFF, case_type="fault", outage=work)
    assert tell.letters()[-1] == "N48"
    over(tell.cast, work, tell.now)
    assert tell_all(work, tell.now) == 1
    assert "N19O" not in tell.letters()
    assert tell.clock("FAULT_REPAIR", "CN-NATIONAL")["stopped_at"] is None
    tell.say(tell.owner, "leave_outage", reason="another_fault")
    tell.whole()


def test_what_cannot_be_joined_is_not_registered_either(tell: Telling) -> None:
    """S106: an outage that is over, or that nobody declared, explains nothing."""
    outage = cut_off(tell.cast, tell.now)
    over(tell.cast, outage, tell.now)
    for named in (outage, "QZ0"):
        reply = tell.door(tell.cast.agent).post(COMPLAINTS, {**CALL, "outage": named})
        assert reply.status == 422
        assert named in reply.json["detail"] or named in str(reply.json)
    assert not Case.objects.exists()
