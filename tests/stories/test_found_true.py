"""Investigated, found true, put right in money, in writing and for good (§11.2 T11-T19, §16)."""

from typing import Any

import pytest

from stories.telling import ADMITTED, CLOSING, FOUND, OFFER, Telling, shanghai

PLAN: dict[str, Any] = {
    "root_cause": "R-STAFF",
    "corrective": "责任人停岗培训",
    "preventive": "班组每月抽查录音",
    "metric": "该班组态度类投诉每千单下降五成",
    "check_until": 30,
}


def found(tell: Telling, **words: Any) -> None:
    """Accepted, investigated, found as told."""
    tell.say(tell.owner, "accept")
    tell.say(tell.owner, "investigate", investigator_id=tell.cast.investigator.staff_id)
    tell.say(tell.cast.investigator, "find", **{**FOUND, **words})


def answered(tell: Telling, **words: Any) -> None:
    """The offer is accepted and done, the customer told."""
    tell.say(tell.owner, "agree", evidence="通话录音 A-1")
    tell.say(tell.owner, "resolve", result="已按方案办理完毕", **{**ADMITTED, **words})


def test_a_bill_six_times_too_high_is_corrected_in_writing(tell: Telling) -> None:
    """§21.22, S38, S65: finance checks, the account is adjusted, all explained in writing."""
    cast = tell.cast
    tell.take(
        cast.agent,
        "上个月账单突然变成六百元,平时只有一百元,请查清楚多收了什么。",
        category="F-02-01",
        amount_fen=50000,
    )
    tell.say(tell.owner, "accept")
    tell.say(cast.dispatcher, "dispatch", fee_period="2026年8月", note="前三个月平均的六倍")
    assert tell.ledger("dispatch")[0]["facts"]["unit"] == "D-NET", "where finance is in this city"
    tell.say(cast.handler, "order_accept", "order")
    fix = {"cause": "R-BILL", "done": "查明重复计收国际流量", "before": "600元", "after": "100元"}
    tell.say(cast.handler, "order_fix", "order", **fix)
    tell.say(cast.handler, "order_verify", "order", result="账单复核一致")
    assert "不能" in tell.refused(cast.handler, "order_done", "order"), "nobody was asked yet"
    tell.say(cast.handler, "order_confirm", "order", to="CONFIRM_DEFERRED", how="absent")
    tell.say(cast.handler, "order_done", "order")
    told = {"cause": "R-BILL", "liability": "FULL", "finding": "substantiated"}
    tell.say(tell.owner, "conclude", **told, explanation="系统重复计收")
    refund = {"code": "CP6", "amount_fen": 50000, "basis": "多收费用退还"}
    asked = tell.asks(tell.owner, "propose", **OFFER, remedies=[refund])
    assert tell.state == "FOUND", "five hundred yuan are beyond an owner's limit (§16)"
    tell.say(cast.manager, "approve", request=asked)
    assert "500.00元" in tell.letter("N23")
    tell.say(tell.owner, "agree", evidence="通话录音 A-1")
    paid = {"amount_fen": 50000, "account_type": "宽带账户", "paid_on": "2026-09-18"}
    tell.say(cast.handler, "pay_remedy", **paid, proof="BOSS-778")
    assert "500.00" in tell.letter("N29")
    tell.say(tell.owner, "resolve", result="已退还多收费用", **ADMITTED)
    reply, apology = tell.letter("N30"), tell.letter("N31")
    assert "500.00" in reply
    assert "通信管理局" in reply
    assert "属实" in apology
    assert tell.clock("REMEDY_PAY")["stopped_at"] is not None
    tell.whole()


def test_a_substantiated_case_is_not_answered_without_explanation_and_apology(
    tell: Telling,
) -> None:
    """§21.22, S64, S65, §11.2: neither offered nor answered without owning up."""
    tell.take(tell.cast.agent, "上个月账单突然变成六百元,平时只有一百元。", category="F-02-01")
    found(tell)
    assert "致歉" in tell.refused(tell.owner, "propose", **{**OFFER, "apology": ""})
    tell.say(tell.owner, "propose", **OFFER)
    tell.say(tell.owner, "agree", evidence="通话录音 A-1")
    assert "书面致歉" in tell.refused(tell.owner, "resolve", result="已办理")


def test_an_offer_without_money_speaks_of_none_and_says_sorry(tell: Telling) -> None:
    """S46, §16, §19 N23: the letter owns up, and no compensation of nought yuan is offered."""
    tell.take(tell.cast.agent, "上个月账单突然变成六百元,平时只有一百元。", category="F-02-01")
    found(tell)
    tell.say(tell.owner, "propose", **{**OFFER, "measures": "立即纠正。"})
    letter = tell.letter("N23")
    assert "】给您造成不便,我们诚恳道歉。处理方案：立即纠正；完成时间：9月30日。" in letter
    answered(tell)
    assert "补偿\n无" in tell.letter("N30")


def test_who_is_complained_about_has_no_part_in_it(tell: Telling) -> None:
    """§21.23, §17: named as such, the leader neither sees the case nor is given any of it."""
    cast, leader = tell.cast, tell.cast.leader.staff_id
    tell.take(
        cast.agent, "东区装维班赵班长上门时态度恶劣,辱骂老人,要求道歉处理。", category="S-04-01"
    )
    tell.say(cast.agent, "name_accused", staff_id=leader, reason="用户指名,工号 ZHAO")
    tell.say(tell.owner, "accept")
    tell.say(cast.dispatcher, "dispatch", unit="CR-1", person="工号 ZHAO", place="东区幸福路")
    path = f"/api/v1/complaints/{tell.number}"
    assert tell.door(cast.leader).get(path).status == 404
    assert tell.refused(cast.leader, "order_accept", "order").startswith("没有找到")
    assert "被投诉人" in tell.refused(tell.owner, "investigate", investigator_id=leader)
    assert "被投诉人" in tell.refused(cast.manager, "hand_over", owner_id=leader, reason="换人")
    tell.whole()


def test_a_conduct_complaint_ends_in_an_apology_and_better_conduct(tell: Telling) -> None:
    """§21.23, S44-S49: apology letter, rectification verified by others, effect measured."""
    cast = tell.cast
    tell.take(cast.agent, "装维师傅上门时态度恶劣,辱骂老人,要求道歉处理。", category="S-04-01")
    found(tell, cause="R-STAFF")
    proposed = tell.ledger("request")[-1]["seq"]
    tell.say(tell.owner, "propose", **OFFER)
    answered(tell)
    assert "N31" in tell.letters()
    tell.say(cast.manager, "approve", request=proposed)
    assert tell.stage("rectification") == "OPEN"
    plan = {**PLAN, "planned_due": shanghai("2026-10-20 18:00").isoformat()}
    tell.say(cast.rectifier, "plan_rectification", "rectification", **plan)
    tell.refused(cast.rectifier, "approve_rectification", "rectification")
    tell.say(cast.manager, "approve_rectification", "rectification")
    tell.say(cast.rectifier, "do_rectification", "rectification", done="培训完成")
    tell.say(cast.rectifier, "evidence_rectification", "rectification", evidence=["签到表"])
    tell.refused(cast.rectifier, "verify_rectification", "rectification", passed=True, found="好")
    seen = {"passed": True, "found": "抽查二十单无投诉"}
    tell.say(cast.inspector, "verify_rectification", "rectification", **seen)
    early = {"day": 30, "measured": "下降六成", "effective": True}
    assert "30" in tell.refused(cast.inspector, "check_effect", "rectification", **early)
    tell.later(days=31)
    tell.say(cast.inspector, "check_effect", "rectification", **early)
    tell.say(cast.manager, "close_rectification", "rectification", lesson="纳入新员工培训")
    assert tell.stage("rectification") == "CLOSED"
    tell.whole()


def test_two_talks_without_agreement_end_in_a_letter_with_all_ways_outside(tell: Telling) -> None:
    """§21.24, S53, S66, S67: early termination disputed; deadlock only after two contacts."""
    cast = tell.cast
    tell.take(
        cast.agent, "合约没到期要收违约金三百元,办理时没有人告诉我,不同意。", category="F-05-01"
    )
    claims = ("未告知违约金。", "多收三百元")
    found(tell, answers=[{"claim": c, "verdict": "undetermined"} for c in claims], cause="R-SALE")
    assert "您反映的“未告知违约金”无法核实；“多收三百元”无法核实，原因" in tell.letter("N22")
    tell.say(tell.owner, "propose", measures="减半收取违约金", done_by="9月30日")
    told = {"differences": "违约金是否应收", "basis": "入网协议第七条", "work_done": "两次协商"}
    tell.say(tell.owner, "object", opinion="一分钱也不应该收。")
    assert "已收到：一分钱也不应该收。我们将在" in tell.letter("N26")
    assert "两次" in tell.refused(tell.owner, "deadlock", **told)
    talk = {"channel": "call", "direction": "out", "reached": True}
    tell.say(tell.owner, "contact", **talk, summary="第一次协商,未同意")
    tell.say(tell.owner, "propose", measures="只收三分之一", done_by="9月30日")
    tell.say(tell.owner, "object", opinion="还是不同意")
    tell.say(tell.owner, "contact", **talk, summary="第二次协商,未同意")
    asked = tell.asks(tell.owner, "deadlock", **told)
    tell.say(cast.manager, "approve", request=asked)
    assert tell.state == "RESOLVED"
    statement = tell.letter("N33")
    assert "违约金是否应收" in statement
    for way in ("通信管理局", "12315", "消费者协会", "仲裁"):
        assert way in statement
    assert tell.sheet()["record"]["outcome"] == "DEADLOCK"
    assert tell.letters().count("N26") == 2
    tell.whole()


def test_who_asks_for_it_in_writing_gets_it_in_writing(tell: Telling) -> None:
    """§21.31, S168: not settled by word of mouth, not closed without the document."""
    cast = tell.cast
    tell.take(
        cast.agent, "晚上八点后网速很慢,请书面答复我原因。", channel="app", written_reply=True
    )
    tell.say(cast.agent, "guide")
    spoken = {"result": "已解释", "confirmed_by": "录音"}
    assert "书面答复" in tell.refused(cast.agent, "settle", **spoken)
    tell.say(tell.owner, "investigate", investigator_id=cast.investigator.staff_id)
    unfounded = [{"claim": "网速慢", "verdict": "unsubstantiated"}]
    tell.say(cast.investigator, "find", **{**FOUND, "answers": unfounded, "liability": "NONE"})
    tell.say(tell.owner, "propose", measures="说明忙时测速方法", done_by="9月20日")
    tell.say(tell.owner, "agree", evidence="录音 A-1")
    tell.say(tell.owner, "resolve", result="测速达标,已说明")
    assert "N30" in tell.letters()
    tell.later(hours=30)
    tell.say(cast.caller, "call_back")
    tell.say(cast.caller, "try_call", reached=True, solved="yes")
    tell.say(cast.caller, "close", **{**CLOSING, "outcome": "EXPLAINED_ACCEPTED"})
    assert tell.letters()[-1] == "N44"
    assert tell.letters().index("N30") < tell.letters().index("N44")


def test_a_score_that_was_asked_for_does_not_count(tell: Telling) -> None:
    """§21.15, §7: kept raw, excluded, marked for quality control."""
    cast = tell.cast
    tell.take(cast.agent, "晚上八点后网速很慢,白天正常,请处理。")
    found(tell)
    tell.say(tell.owner, "propose", **OFFER)
    answered(tell)
    tell.later(hours=30)
    tell.say(cast.caller, "call_back")
    told = tell.say(cast.caller, "score", score=10, asked_for_score=True)["facts"]
    assert (told["score"], told["valid"], told["opens"]) == (10, False, "SURVEY_COACHING")


@pytest.mark.parametrize(
    ("field", "odd"), [("evidence", [" "]), ("cause", "R-CUSTX"), ("cause", "C-99")]
)
def test_a_finding_rests_on_evidence_and_on_a_cause_that_there_is(
    tell: Telling, field: str, odd: object
) -> None:
    """T12: blanks are no evidence; the beginning of a cause decides whether the law pays."""
    tell.take(tell.cast.agent, "上个月账单突然变成六百元,平时只有一百元。", category="F-02-01")
    tell.say(tell.owner, "accept")
    tell.say(tell.owner, "investigate", investigator_id=tell.cast.investigator.staff_id)
    assert "未保存" in tell.refused(tell.cast.investigator, "find", **{**FOUND, field: odd})
