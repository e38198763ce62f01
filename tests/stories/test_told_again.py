"""Told again, to others, or by others: repeats, appeals, transfers (§11.7, §11.9, §15)."""

from datetime import timedelta
from typing import Any

from cast import person
from stories.telling import CLOSING, FOUND, Telling, shanghai

SLOW = "家里宽带网速很慢,签约三百兆,有线测速只有六十兆,已经一周了。"
REPLY = {
    "contacts": "9月30日18:10专员致电用户",
    "facts": "分光器老化,测速六成",
    "measures": "已更换分光器",
    "opinion": "用户表示认可",
    "basis": "电信条例第三十二条",
    "result": "已解决",
    "next_steps": "三十日内跟踪测速",
}
GROUNDS = ["inadequate_remedy", "wrong_finding"]


def closed(tell: Telling) -> None:
    """Found unfounded, explained, called back, closed."""
    cast = tell.cast
    unfounded = [{"claim": "网速慢", "verdict": "unsubstantiated"}]
    tell.say(tell.owner, "accept")
    tell.say(tell.owner, "investigate", investigator_id=cast.investigator.staff_id)
    tell.say(cast.investigator, "find", **{**FOUND, "answers": unfounded, "liability": "NONE"})
    tell.say(tell.owner, "propose", measures="说明测速方法", done_by="9月20日")
    tell.say(tell.owner, "agree", evidence="录音 1")
    tell.say(tell.owner, "resolve", result="测速达标,已说明")
    tell.later(hours=40)
    tell.say(cast.caller, "call_back")
    tell.say(cast.caller, "try_call", reached=True, solved="yes")
    tell.say(cast.caller, "close", **{**CLOSING, "outcome": "EXPLAINED_ACCEPTED"})


def test_a_repeat_is_more_urgent_and_comes_to_the_same_owner(tell: Telling) -> None:
    """§21.28, S169, §15.1: within thirty days, same matter; never blocked."""
    first = tell.take(tell.cast.agent, SLOW)
    closed(tell)
    for n in range(3):
        tell.take(
            tell.cast.agent, SLOW, phone=f"1390000000{n}", account=f"07550001999{n}", address=""
        )
    tell.later(days=10)
    again = tell.take(tell.cast.agent, "网速又慢了,和上次一样,有线测速六十兆。")
    assert again["record"]["related"]["kind"] == "repeat"
    assert again["record"]["related"]["to"] == first["number"]
    assert again["repeat_no"] == 2
    assert again["priority"] < first["priority"]
    assert again["owner_id"] == first["owner_id"]


def test_after_thirty_days_it_is_a_new_complaint(tell: Telling) -> None:
    """§21.28, §15.1: outside the window; taken all the same."""
    tell.take(tell.cast.agent, SLOW)
    closed(tell)
    tell.later(days=31)
    again = tell.take(tell.cast.agent, "网速又慢了,和上次一样,有线测速六十兆。")
    assert again["repeat_no"] == 1


def test_an_owner_on_leave_hands_over_and_nothing_is_told_twice(tell: Telling) -> None:
    """§21.30, S8, T31: N09 names the new owner; the manager decides, with a reason."""
    cast = tell.cast
    tell.take(cast.agent, SLOW)
    before = tell.owner
    after = cast.second_owner if before is cast.owner else cast.owner
    tell.refused(before, "hand_over", owner_id=after.staff_id, reason="休假")
    tell.say(cast.manager, "hand_over", owner_id=after.staff_id, reason="休假至10月8日")
    assert tell.owner is after
    assert after.name in tell.letter("N09")
    assert "无需重复说明" in tell.letter("N09")
    assert tell.refused(before, "accept")
    tell.say(after, "accept")
    tell.whole()


def test_an_appeal_is_overturned_by_others(tell: Telling) -> None:
    """§21.27, S50-S52: another unit, another investigator, ground by ground, then anew."""
    cast, officer = tell.cast, tell.cast.appeal_officer
    fresh = person("tao", "陶核查", cast.other_city, "R11", cast.other_city)
    tell.take(cast.agent, SLOW)
    closed(tell)
    tell.say(officer, "appeal", grounds=GROUNDS, statement="测速方法不对,费用也没退")
    assert tell.state == "APPEALED"
    assert tell.clock("APPEAL", "CN-NATIONAL")["due_at"] == shanghai("2026-10-05 24:00")
    assert "申诉处理中心" in tell.letter("N36")
    assert tell.refused(tell.owner, "register_appeal", "appeal")
    tell.say(officer, "register_appeal", "appeal")
    same = cast.investigator.staff_id
    assert "调查人" in tell.refused(officer, "reinvestigate", "appeal", investigator_id=same)
    tell.say(officer, "reinvestigate", "appeal", investigator_id=fresh.staff_id)
    tell.say(fresh, "reinvestigate", "appeal", report="复测三次均不达标", evidence=["测速 4-6"])
    decision: dict[str, Any] = {
        "decision": "OVERTURNED",
        "grounds": [
            {"ground": "wrong_finding", "accepted": True, "reason": "原测速在闲时"},
            {"ground": "inadequate_remedy", "accepted": True, "reason": "应减免一周月租"},
        ],
        "measures": "更换分光器并减免一周月租",
        "due": "10月10日",
    }
    asked = tell.asks(officer, "decide_appeal", **decision)
    tell.say(cast.legal, "approve", request=asked)
    case = tell.sheet()
    assert (case["state"], case["cycle"]) == ("REOPENED", 2)
    assert "2. 补救不足：成立。应减免一周月租。\n" in tell.letter("N37")
    assert "蒋申诉" in tell.letter("N37")
    tell.say(tell.owner, "rehandle", to="INVESTIGATING")
    tell.whole()


def test_a_transfer_before_the_holiday_is_answered_returned_and_accepted(tell: Telling) -> None:
    """§21.20, S135-S141: the printed date counts; sent back once, then taken."""
    cast = tell.cast
    tell.at("2026-09-30 17:30")
    tell.take(
        cast.intake,
        "市民反映家里宽带网速很慢,要求企业尽快处理。",
        channel="g12345",
        external_source="g12345",
        external_no="JN20260930001",
        printed_due="2026-10-09T18:00:00+08:00",
    )
    assert tell.clock("EXTERNAL")["due_at"] == shanghai("2026-10-09 18:00")
    assert tell.clock("FIRST_TOUCH", "12345-GENERIC")["due_at"] == tell.now + timedelta(hours=2)
    tell.say(cast.liaison, "check_external", "external")
    tell.say(tell.owner, "draft_reply", "external", **REPLY)
    assert tell.refused(tell.owner, "approve_reply", "external")
    tell.say(cast.manager, "approve_reply", "external")
    tell.say(cast.liaison, "reply_external", "external", receipt="回执 1")
    assert tell.clock("EXTERNAL")["stopped_at"] == tell.now
    tell.later(days=2)
    tell.say(cast.liaison, "external_returned", "external", reason="未写明用户意见的时间")
    assert tell.clock("EXTERNAL")["stopped_at"] is None, "the printed date runs on"
    again = {**REPLY, "opinion": "10月2日10:00用户表示认可"}
    tell.say(tell.owner, "draft_reply", "external", **again)
    tell.say(cast.manager, "approve_reply", "external")
    tell.say(cast.liaison, "reply_external", "external", receipt="回执 2")
    tell.say(cast.liaison, "external_accepted", "external")
    scored = {"contacted": True, "solved": "yes", "satisfied": "yes"}
    tell.say(cast.liaison, "external_scored", "external", **scored)
    assert tell.stage("external") == "CLOSED"
    assert "13800005678" not in tell.letter("X02")
    tell.whole()


def test_the_measures_in_force_on_the_day_decide(tell: Telling) -> None:
    """§21.21, R14, R15: 12315 negotiates ten working days; the day of 15 April 2026 divides."""
    packs: dict[str, list[str]] = {}
    for day in ("2026-04-14", "2026-04-15"):
        tell.at(f"{day} 10:00")
        tell.take(
            tell.cast.intake,
            "消费者反映宽带提前解约被收违约金,要求退还。",
            channel="g12315",
            external_source="g12315",
            external_no=f"ODR{day}",
            procedure="ODR",
        )
        packs[day] = [promise["pack"] for promise in tell.clocks("ODR_12315")]
    assert packs == {"2026-04-14": ["12315-2020"], "2026-04-15": ["12315-2026"]}


def test_after_negotiation_failed_there_is_mediation(tell: Telling) -> None:
    """§21.21: the same complaint comes again as mediation, sixty days from acceptance there."""
    cast = tell.cast
    tell.at("2026-09-18 10:00")
    tell.take(
        cast.intake,
        "消费者反映宽带提前解约被收违约金,要求退还。",
        channel="g12315",
        external_source="g12315",
        external_no="ODR1",
        procedure="ODR",
    )
    assert tell.clock("ODR_12315")["due_at"] == shanghai("2026-10-09 24:00")
    tell.later(days=7)
    accepted = shanghai("2026-09-25 10:00").isoformat()
    told = {"source": "g12315", "external_no": "TJ1", "procedure": "MEDIATION"}
    tell.say(cast.liaison, "attach_external", **told, authority_accepted_at=accepted)
    assert tell.clock("MEDIATION")["due_at"] == shanghai("2026-11-24 24:00")
    tell.whole()
