"""T15, T19, T22, T32, §16: what is agreed or opened anew does not live on what was done before."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from cast import Cast, person
from jiesu.cases.entries import secret_of
from jiesu.cases.models import Entry, Part, PromiseRow
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed, Unfit, UnknownCase, WrongState
from jiesu.cases.timed import act_on_waiting
from jiesu.console.likely import likely
from jiesu.people.actor import SYSTEM
from tale import SLOW, Tale

SORRY = "给您造成不便,诚恳道歉"
ADMITTED = {"apology_facts": "属实", "apology_impact": "影响使用", "apology_prevention": "已改进"}
CLOSING = {"outcome": "SOLVED", "root_cause": "R-LINE", "solution": "X-VISIT"}


@pytest.fixture
def tale(cast: Cast) -> Tale:
    return Tale(cast)


def find(tale: Tale) -> None:
    tale.say(
        tale.cast.investigator,
        "find",
        answers=[{"claim": "网速不达标", "verdict": "substantiated"}],
        cause="R-LINE",
        liability="NONE",
        explanation="三次有线测速。",
        evidence=["测速记录"],
    )


def offer(tale: Tale, fen: int) -> None:
    money = [{"code": "CP8", "amount_fen": fen, "basis": "善意补偿"}] if fen else []
    told = {"measures": "更换线路", "done_by": "9月30日", "apology": SORRY, "remedies": money}
    tale.say(tale.owner, "propose", **told)
    tale.say(tale.owner, "agree", evidence="录音 1")


def pay(tale: Tale, fen: int) -> None:
    told: dict[str, Any] = {"amount_fen": fen, "account_type": "账户余额", "proof": "BOSS-1"}
    tale.say(SYSTEM, "pay_remedy", **told, paid_on=tale.now.date().isoformat())


def answer(tale: Tale, **more: str) -> None:
    tale.say(tale.owner, "resolve", result="已处理", **{**ADMITTED, **more})


def end(tale: Tale) -> None:
    tale.say(tale.cast.caller, "call_back", 48)
    tale.say(tale.cast.caller, "try_call", reached=True, solved="yes")
    tale.say(tale.cast.caller, "close", **CLOSING)


def opened(tale: Tale, fen: int = 0) -> None:
    """Found true and offered: the first round up to the customer's yes."""
    tale.say(tale.owner, "accept")
    tale.say(tale.owner, "investigate", investigator_id=tale.cast.investigator.staff_id)
    find(tale)
    offer(tale, fen)


def again(tale: Tale, fen: int = 0) -> None:
    """Reopened, and found true and offered once more."""
    tale.say(tale.customer, "reopen", reason="又慢了")
    tale.say(tale.owner, "rehandle", to="INVESTIGATING")
    find(tale)
    offer(tale, fen)


def running(tale: Tale, clock: str) -> list[PromiseRow]:
    return list(PromiseRow.objects.filter(case=tale.stored, clock=clock, stopped_at=None))


def test_a_part_of_the_money_does_not_end_the_promise_to_pay(tale: Tale) -> None:
    opened(tale, 4000)
    pay(tale, 1000)
    assert running(tale, "REMEDY_PAY"), "thirty yuan are still owed"
    pay(tale, 3000)
    assert not running(tale, "REMEDY_PAY")


def test_money_agreed_anew_is_paid_anew(tale: Tale) -> None:
    opened(tale, 4000)
    pay(tale, 4000)
    answer(tale)
    again(tale, 1000)
    with pytest.raises(NotAllowed, match="尚未到账"):
        answer(tale)
    pay(tale, 1000)
    answer(tale)
    assert tale.letters().count("N29") == 2
    assert differences(tale.stored) == []


def test_what_was_left_unpaid_is_still_owed_in_the_second_round(tale: Tale) -> None:
    opened(tale, 4000)
    pay(tale, 1000)
    answer(tale, payment="10月1日前退至账户")
    again(tale, 1000)
    with pytest.raises(Unfit, match=r"40\.00"):
        pay(tale, 4001)
    pay(tale, 4000)
    assert not running(tale, "REMEDY_PAY")


def test_the_papers_of_the_first_round_do_not_answer_for_the_second(tale: Tale) -> None:
    opened(tale)
    answer(tale)
    assert tale.letters().count("N31") == 1
    again(tale)
    with pytest.raises(Unfit, match="书面致歉"):
        tale.say(tale.owner, "resolve", result="已处理")
    answer(tale)
    end(tale)
    assert (tale.letters().count("N30"), tale.letters().count("N31")) == (2, 2)
    assert tale.state == "CLOSED"


def test_a_reopened_case_counts_as_open_when_the_customer_calls_again(tale: Tale) -> None:
    opened(tale)
    answer(tale)
    assert tale.stored.record["resolved_at"]
    tale.say(tale.customer, "reopen", reason="又慢了")
    assert not tale.stored.record["resolved_at"]


def test_an_archived_case_is_reopened_within_thirty_days_as_we_promised(tale: Tale) -> None:
    """N44 promises it; the archive comes after seven days (T22, T32)."""
    tale.until_closed()
    archive(tale)
    tale.say(tale.customer, "reopen", 24 * 10, reason="又慢了")
    assert tale.state == "REOPENED"
    assert differences(tale.stored) == []


def test_an_archived_case_is_not_reopened_after_thirty_days(tale: Tale) -> None:
    tale.until_closed()
    archive(tale)
    with pytest.raises(WrongState, match="30 日"):
        tale.say(tale.customer, "reopen", 24 * 31, reason="又慢了")


def test_an_archived_case_is_heard_on_appeal_as_every_reply_promises(tale: Tale) -> None:
    """N34: thirty days for an appeal, whatever we have put away by then."""
    tale.until_closed()
    archive(tale)
    words = {"grounds": ["wrong_finding"], "statement": "测速方法不对"}
    tale.say(tale.customer, "appeal", 24 * 10, **words)
    assert tale.state == "APPEALED"
    assert "N36" in tale.letters()
    assert differences(tale.stored) == []


def test_money_still_owed_keeps_a_case_out_of_the_archive(tale: Tale) -> None:
    opened(tale, 4000)
    answer(tale, payment="10月1日前退至账户")
    end(tale)
    tale.now += timedelta(days=8)
    assert act_on_waiting(tale.now) is None
    pay(tale, 4000)
    act_on_waiting(tale.now)
    assert tale.state == "ARCHIVED"


def archive(tale: Tale) -> None:
    tale.now += timedelta(days=7)
    act_on_waiting(tale.now)
    assert tale.state == "ARCHIVED"


def test_the_third_objection_leads_to_an_agreement_or_a_statement_never_to_a_dead_end(
    tale: Tale,
) -> None:
    """T16-T18: three rounds bind us; the customer may always say no."""
    tale.until_found()
    for _ in range(3):
        tale.say(tale.owner, "propose", measures="说明测速方法", done_by="9月30日")
        tale.say(tale.customer, "object", opinion="不同意")
    assert tale.state == "NEGOTIATING"
    with pytest.raises(WrongState, match="三轮"):
        tale.say(tale.owner, "propose", measures="再说明一次", done_by="9月30日")
    agreed = {"terms": "减免一周", "due": "9月30日", "manner": "账单", "confirmation": "录音"}
    tale.say(tale.owner, "reconcile", **agreed)
    assert tale.state == "EXECUTING"


def test_an_agreement_above_the_owners_limit_is_approved_and_then_stands(tale: Tale) -> None:
    """T17, §16: beyond 50 yuan somebody with more authority agrees, then it is written down."""
    tale.until_found()
    tale.say(tale.owner, "propose", measures="说明测速方法", done_by="9月30日")
    tale.say(tale.customer, "object", opinion="不同意")
    goodwill = {"code": "CP8", "amount_fen": 8000, "basis": "协商"}
    agreed = {"terms": "补偿", "due": "9月30日", "manner": "账单", "confirmation": "录音"}
    asked = tale.say(tale.owner, "reconcile", **agreed, remedies=[goodwill])
    assert (asked.verb, tale.state) == ("request", "NEGOTIATING")
    with pytest.raises(NotAllowed):
        tale.second(asked, tale.cast.dispatcher)
    tale.second(asked, tale.cast.approver)
    assert tale.state == "EXECUTING"
    assert tale.stored.record["proposal"]["total_fen"] == 8000
    assert "80.00" in tale.letter("N32").body
    assert differences(tale.stored) == []


def test_fifteen_days_of_talks_are_enough(tale: Tale) -> None:
    tale.until_found()
    tale.say(tale.owner, "propose", measures="说明测速方法", done_by="9月30日")
    tale.say(tale.customer, "object", opinion="不同意")
    with pytest.raises(WrongState, match="15"):
        tale.say(tale.owner, "propose", 24 * 15 + 1, measures="再说明", done_by="9月30日")


def test_calls_nobody_answered_are_no_talks_before_a_deadlock(tale: Tale) -> None:
    """T18 asks for two contacts: the customer was reached, or spoke."""
    tale.until_found()
    tale.say(tale.owner, "propose", measures="说明测速方法", done_by="9月30日")
    tale.say(tale.customer, "object", opinion="不同意")
    call = {"channel": "call", "direction": "out", "summary": "协商"}
    told = {"differences": "费用", "basis": "入网协议", "work_done": "协商"}
    for _ in range(3):
        tale.say(tale.owner, "contact", **call, reached=False)
    with pytest.raises(WrongState, match="两次"):
        tale.say(tale.owner, "deadlock", **told)
    tale.say(tale.owner, "contact", **call, reached=True)
    assert tale.say(tale.owner, "deadlock", **told).verb == "request"


def test_an_offer_taken_after_a_dispute_is_written_down_and_the_case_can_end(tale: Tale) -> None:
    """T17, K12: agreed is agreed, by a new offer as by terms; N32 says what."""
    tale.until_found()
    tale.say(tale.owner, "propose", measures="说明测速方法", done_by="9月30日")
    tale.say(tale.customer, "object", opinion="不同意")
    tale.say(tale.owner, "propose", measures="更换光猫", done_by="9月30日")
    tale.say(tale.customer, "agree", evidence="门户确认")
    assert "更换光猫" in tale.letter("N32").body
    tale.say(tale.owner, "resolve", result="已更换")
    end(tale)
    assert tale.state == "CLOSED"


def test_the_finding_ends_with_one_full_stop_however_it_was_written(tale: Tale) -> None:
    tale.say(tale.owner, "accept")
    tale.say(tale.owner, "investigate", investigator_id=tale.cast.investigator.staff_id)
    find(tale)
    assert tale.letter("N22").body.endswith("三次有线测速。")


def test_the_reply_tells_what_the_orders_showed_where_nobody_investigated(tale: Tale) -> None:
    """N30, S65: the reply is no form with dashes in it."""
    cast = tale.cast
    tale = Tale(cast, msgspec.structs.replace(SLOW, address="甲市东区幸福小区3号楼502"))
    tale.say(tale.owner, "accept")
    tale.say(cast.dispatcher, "dispatch", speed_test="60M")
    tale.on("order", cast.dispatcher, "order_cancel", reason="remote", explanation="远程修复")
    told = {"cause": "R-LINE", "liability": "NONE", "finding": "substantiated"}
    tale.say(tale.owner, "conclude", **told, explanation="分光器老化,已更换端口")
    offer(tale, 0)
    answer(tale)
    assert "分光器老化" in tale.letter("N30").body
    assert "分光器老化" in tale.letter("N31").body


def test_taken_up_again_by_inquiry_somebody_is_named_to_inquire(cast: Cast) -> None:
    """T23: the first round went by work orders; the second one must not come to a halt."""
    tale = Tale(cast, msgspec.structs.replace(SLOW, address="甲市东区幸福小区3号楼502"))
    tale.say(tale.owner, "accept")
    tale.say(cast.dispatcher, "dispatch", speed_test="有线 60M,签约 300M")
    tale.on("order", cast.dispatcher, "order_cancel", reason="remote", explanation="远程恢复")
    told = {"cause": "R-LINE", "liability": "NONE", "finding": "unsubstantiated"}
    tale.say(tale.owner, "conclude", **told, explanation="测速达标")
    offer(tale, 0)
    answer(tale)
    tale.say(tale.customer, "reopen", reason="还是慢")
    tale.say(tale.owner, "rehandle", to="INVESTIGATING")
    assert likely(tale.stored, ())[0] == "investigate"
    tale.say(tale.owner, "investigate", investigator_id=tale.cast.investigator.staff_id)
    assert likely(tale.stored, ())[0] == "find"
    find(tale)
    assert tale.state == "FOUND"
    assert differences(tale.stored) == []


def test_an_inquiry_is_given_to_another(tale: Tale) -> None:
    """T11, T31: whoever is away or left does not keep it; the old one has a hand in it for good."""
    other = person("hou", "侯调查", tale.cast.city, "R11", tale.cast.city)
    tale.say(tale.owner, "accept")
    tale.say(tale.owner, "investigate", investigator_id=tale.cast.investigator.staff_id)
    tale.say(tale.owner, "investigate", investigator_id=other.staff_id)
    held = Part.objects.filter(case=tale.case, part="investigator", until=None)
    assert [part.staff_id for part in held] == [other.staff_id]
    with pytest.raises(UnknownCase):
        find(tale)


def test_what_was_waited_for_in_one_round_stops_no_clock_of_the_next(tale: Tale) -> None:
    """T22, C9: clocks restart; a pause that nobody ended does not empty the new promise."""
    opened(tale)
    wait = {"reason": "WAIT_USER_TIME", "evidence": "录音 2", "resume_condition": "用户到家"}
    tale.second(tale.say(tale.owner, "pause", **wait), tale.cast.manager)
    answer(tale)
    end(tale)
    tale.say(tale.customer, "reopen", reason="又慢了")
    (repair,) = running(tale, "FAULT_REPAIR")
    assert (repair.cycle, repair.paused_since) == (2, None)
    assert repair.due_at - repair.started_at == timedelta(hours=48)
    assert not tale.stored.record.get("paused")
    tale.second(tale.say(tale.owner, "pause", **wait), tale.cast.manager)
    assert running(tale, "FAULT_REPAIR")[0].paused_since == tale.now
    assert differences(tale.stored) == []


def test_the_reply_after_a_dispute_tells_what_was_agreed_not_what_was_refused(tale: Tale) -> None:
    """T17, N30, N31: the customer holds us to the paper."""
    tale.say(tale.owner, "accept")
    tale.say(tale.owner, "investigate", investigator_id=tale.cast.investigator.staff_id)
    find(tale)
    told = {"measures": "重启光猫", "done_by": "9月20日", "apology": SORRY}
    tale.say(tale.owner, "propose", **told)
    tale.say(tale.customer, "object", opinion="重启没有用")
    agreed = {"terms": "更换入户光缆", "due": "9月30日", "manner": "上门", "confirmation": "录音 3"}
    tale.say(tale.owner, "reconcile", **agreed)
    answer(tale)
    for paper in ("N30", "N31"):
        assert "更换入户光缆" in tale.letter(paper).body
        assert "重启光猫" not in tale.letter(paper).body


def test_the_customer_reads_when_the_money_comes_and_the_case_keeps_it(tale: Tale) -> None:
    """T19: posted, or scheduled with a date; blanks are no date."""
    opened(tale, 3000)
    with pytest.raises(NotAllowed, match="写明到账日期"):
        answer(tale, payment="  ")
    told = {"payment": "10月5日前退回话费余额。", "repair_evidence": "测速截图 7"}
    answer(tale, **told)
    assert "30.00 元：10月5日前退回话费余额" in tale.letter("N24").body
    kept = secret_of(Entry.objects.get(case_id=tale.case.pk, verb="resolve")) or {}
    assert told.items() <= kept.items()


@pytest.mark.parametrize(
    ("fen", "day", "field"),
    [
        (0, "2026-09-19", "amount_fen"),
        (100, "2026-10-01", "paid_on"),
        (100, "0001-01-01", "paid_on"),
    ],
)
def test_only_money_that_came_is_noted_and_told(tale: Tale, fen: int, day: str, field: str) -> None:
    """§16, N29: no payment of nothing, none of tomorrow, none from before the complaint."""
    opened(tale, 3000)
    tale.now = datetime(2026, 9, 19, 4, tzinfo=UTC)
    told = {"amount_fen": fen, "paid_on": day, "account_type": "余额", "proof": "BOSS-1"}
    with pytest.raises(Unfit) as refused:
        tale.say(tale.owner, "pay_remedy", **told)
    assert [fault.field for fault in refused.value.faults] == [field]
    assert "N29" not in tale.letters()


def test_what_the_customer_says_is_not_solved_is_not_closed_as_solved(tale: Tale) -> None:
    """T21, T22: the figures would tell of a success that the customer denied."""
    opened(tale)
    answer(tale)
    tale.say(tale.cast.caller, "call_back", 48)
    tale.say(tale.cast.caller, "try_call", reached=True, solved="no")
    with pytest.raises(Unfit, match="说没有解决"):
        tale.say(tale.cast.caller, "close", **CLOSING)
    with pytest.raises(Unfit, match="已联系到用户"):
        tale.say(tale.cast.caller, "close", **{**CLOSING, "outcome": "UNREACHABLE"})
    tale.say(tale.cast.caller, "try_call", reached=True, solved="yes")
    tale.say(tale.cast.caller, "close", **CLOSING)


def test_orders_are_not_summed_up_where_there_was_none(tale: Tale) -> None:
    """T13: order results present; taken up again without one, it is found by inquiry."""
    opened(tale)
    answer(tale)
    tale.say(tale.customer, "reopen", reason="又慢了")
    tale.say(tale.owner, "rehandle", to="IN_PROGRESS")
    told = {"cause": "R-LINE", "liability": "NONE", "finding": "unsubstantiated"}
    with pytest.raises(NotAllowed, match="没有派过工单"):
        tale.say(tale.owner, "conclude", **told, explanation="看过了")
    assert tale.state == "IN_PROGRESS"
