"""Who is told of a pause's end, of a repair on one's line, and until when an order goes back."""

from datetime import timedelta

import pytest
from msgspec import structs
from pytest_django import Settings

from cast import Cast
from jiesu.cases.models import Message, Proceeding
from jiesu.cases.post import deliver_due
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed
from jiesu.channels.sms.outbound import CARRIER
from jiesu.gateways.sms.models import PretendSms
from jiesu.people.customers import Holder
from lines import held
from tale import DOWN, SLOW, Tale


def test_the_customer_is_told_that_time_runs_again(cast: Cast) -> None:
    """T29 pause and resume, N28: both are told, the second with the new promise."""
    tale = Tale(cast)
    tale.say(tale.owner, "accept")
    wait = {"reason": "WAIT_USER_TIME", "evidence": "录音 1", "resume_condition": "用户到家"}
    tale.second(tale.say(tale.owner, "pause", **wait), cast.manager)
    assert "暂停计时" in tale.letter("N28").body
    tale.say(tale.owner, "resume", because="用户已到家")
    assert "恢复计时" in tale.letter("N28R").body
    assert "前答复" in tale.letter("N28R").body


def visited(cast: Cast, relation: str) -> Tale:
    """A fault reported by somebody who is this to the holder, with a visit agreed."""
    tale = Tale(cast, structs.replace(DOWN, relation=relation))
    tale.say(tale.owner, "accept", 0.1)
    tale.say(cast.dispatcher, "dispatch", 0.1)
    tale.on("order", cast.leader, "order_accept", 0.1)
    tale.on("order", cast.leader, "order_assign", 0.1, technician_id=cast.technician.staff_id)
    tale.on("order", cast.technician, "order_contact", 0.1, event="CALL-1", means="call")
    start = tale.now + timedelta(hours=14)
    tale.on(
        "order",
        cast.technician,
        "order_appoint",
        0.1,
        window_start=start.isoformat(),
        window_end=(start + timedelta(hours=2)).isoformat(),
        consent="录音 2",
    )
    return tale


def held_by_another(cast: Cast) -> None:
    """The line belongs to somebody with another telephone."""
    holder = Holder(name="孙大爷", phone="13900007777")
    held(cast, holder, account=SLOW.account)


def test_a_holder_learns_that_somebody_else_had_the_line_looked_at(
    cast: Cast, settings: Settings
) -> None:
    """N16, S95, §7: the least there is to tell, to the holder's own number."""
    held_by_another(cast)
    tale = visited(cast, "user")
    letter = tale.letter("N16")
    assert letter.reader == "holder"
    assert "由使用人报修" in letter.body
    for word in ("孙女士", "13800005678", "138****5678"):
        assert word not in letter.body
    settings.SMS_GATEWAY = "pretend"
    deliver_due(CARRIER, tale.now.replace(hour=3) + timedelta(days=1))
    assert "7777" in PretendSms.objects.get(text__contains="由使用人报修").masked
    assert differences(tale.stored) == []


def test_a_holder_with_another_telephone_learns_that_it_works_again(
    cast: Cast, settings: Settings
) -> None:
    """N19, S95: contact and holder, each once, at the own number, with the operator's hotline."""
    settings.HOTLINE = "95000"
    held_by_another(cast)
    tale = visited(cast, "user")
    visit = {"proof": "geo", "reference": "23.1,113.2", "early_agreed": True}
    fixed = {"cause": "R-LINE", "done": "换光缆", "before": "-31dBm", "after": "-19dBm"}
    for verb, words in (
        ("order_arrive", visit),
        ("order_work", {}),
        ("order_fix", fixed),
        ("order_verify", {"result": "测速 298M"}),
        ("order_confirm", {"to": "USER_CONFIRMED", "how": "signature"}),
        ("order_done", {}),
    ):
        tale.on("order", cast.technician, verb, 0.01, **words)
    told = Message.objects.filter(case_id=tale.case.pk, template="N19").order_by("id")
    assert [letter.reader for letter in told] == ["user", "holder"]
    assert "致电95000。" in told[0].body
    assert "10000" not in told[0].body


@pytest.mark.parametrize("relation", ["holder", "", "agent"])
def test_who_reports_the_own_line_is_not_told_twice(cast: Cast, relation: str) -> None:
    held_by_another(cast)
    assert "N16" not in visited(cast, relation).letters()


def test_an_order_goes_back_in_time_or_not_at_all(cast: Cast) -> None:
    """§11.3: within DEPT_ACK, two hours of service; later the first receiver coordinates."""
    tale = Tale(cast, structs.replace(SLOW, category="F-02-01"))
    tale.say(tale.owner, "accept", 0.1)
    tale.say(cast.dispatcher, "dispatch", 0.1, fee_period="2026年8月")
    refused = {"reason": "not_ours", "explanation": "不属本部门"}
    with pytest.raises(NotAllowed, match="届满"):
        tale.on("order", cast.handler, "order_return", 24 * 4, **refused)
    order = Proceeding.objects.get(case_id=tale.case.pk, machine="order")
    assert order.state == "AT_DEPT"
    early = Tale(cast, structs.replace(SLOW, category="F-02-01", account="0755", phone=""))
    early.say(early.owner, "accept", 0.1)
    early.say(cast.dispatcher, "dispatch", 0.1, fee_period="2026年8月")
    early.on("order", cast.handler, "order_return", 0.2, **refused)
    assert early.proceeding("order").state == "RETURNED"
