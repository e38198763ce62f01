"""A technician comes: contact in thirty minutes, a window kept, everybody told (seed E, §4)."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from api.door import COMPLAINTS
from jiesu.cases.models import Case, Proceeding
from jiesu.people.models import Organisation
from stories.telling import ADMITTED, CLOSING, OFFER, Telling, shanghai

DOWN = "光猫LOS灯红了,家里完全上不了网,请尽快派人来修。"
FIX = {"cause": "R-LINE", "done": "更换皮线光缆", "before": "-31dBm", "after": "-19dBm"}
CALL = {"event": "CALL-1", "means": "call"}
SIGN = {"criterion": "threats", "evidence": "录音 V-8"}


def window(day: str, start: str, end: str) -> dict[str, str]:
    """A window agreed on a recorded line."""
    return {
        "window_start": f"{day}T{start}:00+08:00",
        "window_end": f"{day}T{end}:00+08:00",
        "consent": "通话录音 V-1",
    }


def dispatched(tell: Telling) -> None:
    """Taken, accepted, sent to the crew."""
    tell.take(tell.cast.agent, DOWN, case_type="fault")
    tell.say(tell.owner, "accept")
    tell.say(tell.cast.dispatcher, "dispatch")


def assigned(tell: Telling) -> None:
    """With the technician."""
    dispatched(tell)
    technician = tell.cast.technician.staff_id
    tell.say(tell.cast.leader, "order_accept", "order")
    tell.say(tell.cast.leader, "order_assign", "order", technician_id=technician)


def repaired(tell: Telling) -> None:
    """From the arrival to the repair, measured before and after."""
    technician = tell.cast.technician
    proof = {"proof": "geo", "reference": "23.1,113.2"}
    arrival = tell.say(technician, "order_arrive", "order", **proof)
    assert arrival["facts"]["on_time"] is True
    tell.say(technician, "order_work", "order")
    tell.say(technician, "order_fix", "order", **FIX)
    tell.say(technician, "order_verify", "order", result="有线测速三次,平均 298M")


@pytest.fixture
def friday_evening(tell: Telling) -> Telling:
    """18:50 on a Friday, with the technician."""
    tell.at("2026-09-18 18:50")
    assigned(tell)
    return tell


def test_a_friday_evening_order_is_met_on_saturday(friday_evening: Telling) -> None:
    """§21.10, S77-S80, S94, S95: thirty minutes, a real window, arrival inside it, all told."""
    tell, technician = friday_evening, friday_evening.cast.technician
    first = tell.clock("FIRST_RESPONSE", "SEED-E")
    assert first["due_at"] == tell.now + timedelta(minutes=30)
    tell.later(minutes=20)
    tell.say(technician, "order_contact", "order", **CALL)
    assert tell.clock("FIRST_RESPONSE", "SEED-E")["stopped_at"] == tell.now
    agreed = window("2026-09-19", "09:00", "11:00")
    tell.say(technician, "order_appoint", "order", **agreed)
    assert tell.clock("ON_TIME")["due_at"] == shanghai("2026-09-19 11:00")
    assert "9月19日 09:00" in tell.letter("N15")
    assert "钱师傅" in tell.letter("N15")
    tell.at("2026-09-19 08:40")
    tell.say(technician, "order_depart", "order", eta="9:20")
    tell.at("2026-09-19 09:20")
    repaired(tell)
    assert tell.clock("FAULT_REPAIR")["stopped_at"] == tell.now - timedelta(minutes=1)
    tell.say(technician, "order_confirm", "order", to="USER_CONFIRMED", how="signature")
    tell.say(technician, "order_done", "order")
    assert tell.letters().count("N19") == 1, "who complains holds the line: told once (S95)"
    tell.whole()


def test_from_the_visit_to_the_closing(friday_evening: Telling) -> None:
    """§21.10, T13-T21: what the order showed is concluded, offered, done, called back, closed."""
    tell, technician = friday_evening, friday_evening.cast.technician
    tell.say(technician, "order_contact", "order", **CALL)
    tell.say(technician, "order_appoint", "order", **window("2026-09-19", "09:00", "11:00"))
    tell.at("2026-09-19 09:20")
    repaired(tell)
    assert "尚未完成" in tell.refused(
        tell.owner,
        "conclude",
        cause="R-LINE",
        liability="THIRD",
        finding="unsubstantiated",
        explanation="皮线断",
    )
    tell.say(technician, "order_confirm", "order", to="USER_CONFIRMED", how="signature")
    tell.say(technician, "order_done", "order")
    told: dict[str, Any] = {"finding": "unsubstantiated", "explanation": "外力拉断皮线,已更换"}
    tell.say(tell.owner, "conclude", cause="R-LINE", liability="THIRD", **told)
    tell.say(tell.owner, "propose", measures="已更换皮线光缆", done_by="9月19日")
    tell.say(tell.owner, "agree", evidence="通话录音 A-1")
    tell.say(tell.owner, "resolve", result="已修复,测速达标", repair_evidence="测速三次")
    tell.later(hours=30)
    tell.say(tell.cast.caller, "call_back")
    tell.say(tell.cast.caller, "try_call", reached=True, solved="yes")
    tell.say(tell.cast.caller, "close", **CLOSING)
    assert tell.state == "CLOSED"
    assert "通信管理局" in tell.letter("N24")
    tell.whole()


def test_a_click_is_no_contact(friday_evening: Telling) -> None:
    """§21.11, S77, FS1: first response is completed only by a call or a message that exists."""
    tell, technician = friday_evening, friday_evening.cast.technician
    for event in ("", "   "):
        assert "event" in tell.refused(
            technician, "order_contact", "order", event=event, means="call"
        )
    assert "means" in tell.refused(technician, "order_contact", "order", event="x", means="click")
    assert tell.stage("order") == "AT_TECH"
    assert tell.clock("FIRST_RESPONSE", "SEED-E")["stopped_at"] is None


def test_who_does_not_answer_is_written_to_and_tried_again_until_six(tell: Telling) -> None:
    """§21.12, S101, FS1, FS3: two calls in vain, a message with the number, 18:00, then agreed."""
    tell.at("2026-09-18 14:00")
    assigned(tell)
    technician, text = tell.cast.technician, {"event": "SMS-1", "means": "sms"}
    assert "未接通" in tell.refused(technician, "order_contact", "order", **text)
    tell.say(technician, "order_miss", "order", event="CALL-1")
    told = tell.letter("N18")
    for word in ("未能接通", "9月18日 18:00", "钱师傅", "QIAN", "10000", "再次致电"):
        assert word in told
    assert tell.clock("ON_TIME")["due_at"] == shanghai("2026-09-18 18:00")
    assert "未接通" in tell.refused(technician, "order_contact", "order", **text), "one call"
    tell.later(minutes=5)
    tell.say(technician, "order_miss", "order", event="CALL-2")
    assert tell.letters().count("N18") == 1, "the same news is not sent twice a day"
    tell.say(technician, "order_contact", "order", **text)
    assert tell.clock("FIRST_RESPONSE", "SEED-E")["stopped_at"] == tell.now
    assert tell.stage("order") == "CONTACTED"
    tell.at("2026-09-18 17:40")
    tell.say(technician, "order_miss", "order", event="CALL-3")
    running = [one for one in tell.clocks("ON_TIME") if one["stopped_at"] is None]
    assert [one["due_at"] for one in running] == [shanghai("2026-09-19 18:00")]
    tell.at("2026-09-19 09:00")
    tell.say(technician, "order_appoint", "order", **window("2026-09-19", "10:00", "12:00"))
    running = [one for one in tell.clocks("ON_TIME") if one["stopped_at"] is None]
    assert [one["due_at"] for one in running] == [shanghai("2026-09-19 12:00")]
    assert tell.stage("order") == "APPOINTED"
    tell.whole()


def test_who_is_not_tried_again_by_six_is_noticed(tell: Telling) -> None:
    """§21.12, FS3: the evening passes without a word, and the promise is broken at 18:00."""
    tell.at("2026-09-18 14:00")
    assigned(tell)
    tell.say(tell.cast.technician, "order_miss", "order", event="CALL-1")
    tell.at("2026-09-18 19:30")
    tell.keeper()
    broken = [line for line in tell.ledger("breach") if line["facts"]["clock"] == "ON_TIME"]
    assert [line["facts"]["happened_at"] for line in broken] == ["2026-09-18T10:00:00Z"]
    assert tell.state == "IN_PROGRESS", "never cancelled in silence"


def test_a_risk_of_lateness_is_told_before_and_not_for_ever(friday_evening: Telling) -> None:
    """§21.13, S99-S102: told before the old window, N18; our third one needs the leader."""
    tell, technician = friday_evening, friday_evening.cast.technician
    tell.say(technician, "order_contact", "order", **CALL)
    tell.say(technician, "order_appoint", "order", **window("2026-09-19", "09:00", "11:00"))
    tell.at("2026-09-19 08:20")
    ours: dict[str, Any] = {"caused_by": "operator", "reason": "前一工单抢修延时"}
    moved = {**window("2026-09-19", "13:00", "15:00"), **ours}
    first = tell.say(technician, "order_reschedule", "order", **moved)
    assert first["facts"]["late"] is False, "told before the old window began"
    assert "9月19日 13:00" in tell.letter("N18")
    assert "前一工单抢修延时" in tell.letter("N18")
    tell.at("2026-09-19 12:00")
    again = {**window("2026-09-19", "16:00", "18:00"), **ours}
    tell.say(technician, "order_reschedule", "order", **again)
    third = {**window("2026-09-20", "09:00", "11:00"), **ours}
    asked = tell.asks(technician, "order_reschedule", "order", **third)
    assert tell.stage("order") == "RESCHEDULED"
    before = tell.ledger("order_reschedule")
    tell.refused(technician, "approve", request=asked)
    tell.refused(tell.cast.dispatcher, "approve", request=asked)
    late = {**window("2026-09-20", "13:00", "15:00"), **ours}
    assert "24小时" in tell.refused(technician, "order_reschedule", "order", **late)
    tell.say(tell.cast.leader, "approve", request=asked)
    last = tell.ledger("order_reschedule")[-1]
    assert len(tell.ledger("order_reschedule")) == len(before) + 1
    assert last["facts"]["agreed_by"] == tell.cast.leader.name
    assert last["by"] == technician.name
    theirs = {**third, "caused_by": "user", "reason": "用户上午不在家"}
    tell.say(technician, "order_reschedule", "order", **theirs)
    assert tell.clock("ON_TIME")["due_at"] == shanghai("2026-09-19 11:00"), "history is kept"
    tell.whole()


def test_a_field_order_is_not_mended_from_a_desk(tell: Telling) -> None:
    """§11.3, FS7, FS8: somebody goes there first, and it ends with the word of the user."""
    tell.at("2026-09-18 09:30")
    dispatched(tell)
    leader, technician = tell.cast.leader, tell.cast.technician
    tell.say(leader, "order_accept", "order")
    assert "上门" in tell.refused(leader, "order_fix", "order", **FIX)
    tell.say(leader, "order_assign", "order", technician_id=technician.staff_id)
    tell.say(technician, "order_contact", "order", **CALL)
    tell.say(technician, "order_appoint", "order", **window("2026-09-18", "10:00", "12:00"))
    tell.at("2026-09-18 10:30")
    repaired(tell)
    tell.refused(technician, "order_done", "order")
    deferred = {"to": "CONFIRM_DEFERRED", "how": "signature"}
    tell.refused(technician, "order_confirm", "order", **deferred)
    tell.say(technician, "order_confirm", "order", to="USER_CONFIRMED", how="signature")
    tell.say(technician, "order_done", "order")


def test_an_absent_user_is_told_like_the_holder_and_nobody_speaks_of_scores(
    friday_evening: Telling,
) -> None:
    """§21.14, S87, S95, §7: confirmation is left to the call-back; no word about a score."""
    tell, technician = friday_evening, friday_evening.cast.technician
    tell.say(technician, "order_contact", "order", **CALL)
    tell.say(technician, "order_appoint", "order", **window("2026-09-19", "09:00", "11:00"))
    tell.at("2026-09-19 09:20")
    repaired(tell)
    tell.say(technician, "order_confirm", "order", to="CONFIRM_DEFERRED", how="absent")
    tell.say(technician, "order_done", "order")
    sent = [told for told in tell.sheet()["messages"] if told["template"] == "N19"]
    assert [told["reader"] for told in sent] == ["user"]
    body = tell.letter("N19")
    assert not any(word in body for word in ("满分", "10分", "十分", "好评", "满意"))
    assert "按实际感受" in body


def test_a_technician_sees_the_open_order_and_no_number(friday_evening: Telling) -> None:
    """§21.40, S73, S82, S83: masked and by relay; the customer gets a relay number too."""
    tell, technician = friday_evening, friday_evening.cast.technician
    shown = tell.sheet(technician)
    assert shown["customer"]["phone"] == "138****5678"
    assert "13800005678" not in str(shown)
    assert tell.refused(technician, "reveal", fields=["phone"], purpose="方便联系用户")
    tell.say(technician, "order_contact", "order", **CALL)
    tell.say(technician, "order_appoint", "order", **window("2026-09-19", "09:00", "11:00"))
    assert "10000" in tell.letter("N15"), "a relay number, never the technician's own"


def test_when_the_order_is_over_the_crew_sees_nothing(friday_evening: Telling) -> None:
    """§21.40, §17."""
    tell, crew = friday_evening, (friday_evening.cast.technician, friday_evening.cast.leader)
    path = f"/api/v1/complaints/{tell.number}"
    assert [tell.door(person).get(path).status for person in crew] == [200, 200]
    tell.say(tell.cast.dispatcher, "order_cancel", "order", reason="remote", explanation="远程恢复")
    tell.later(hours=25)
    assert [tell.door(person).get(path).status for person in crew] == [404, 404]
    for person in crew:
        assert tell.door(person).get("/api/v1/complaints").json["complaints"] == []


def test_a_slow_line_is_measured_visited_and_measured_again(tell: Telling) -> None:
    """§21.4, S114, S117: three wired tests at 62 %, the terminal excluded, a visit, 97 %."""
    cast, technician = tell.cast, tell.cast.technician
    tell.at("2026-09-18 14:00")
    case = tell.take(cast.agent, "网速慢,签约三百兆,有线测速只有一百八十六兆。", case_type="fault")
    assert case["category"].startswith("N-04")
    tell.say(cast.agent, "guide", note="有线直连光猫测速")
    for megabits in (184, 188, 186):
        tell.say(cast.agent, "annotate", text=f"有线测速 {megabits}M")
    tell.say(cast.agent, "annotate", text="已查杀病毒、关闭其他程序,网卡千兆,复测无变化")
    measured = "三次有线平均186M,签约300M,62%"
    tell.say(cast.agent, "dispatch", speed_test=measured, note="已排除终端因素")
    tell.say(cast.leader, "order_accept", "order")
    tell.say(cast.leader, "order_assign", "order", technician_id=technician.staff_id)
    tell.say(technician, "order_contact", "order", **CALL)
    tell.say(technician, "order_appoint", "order", **window("2026-09-18", "15:00", "17:00"))
    tell.at("2026-09-18 15:10")
    proof = {"proof": "user_code", "reference": "4711"}
    assert tell.say(technician, "order_arrive", "order", **proof)["facts"]["on_time"] is True
    tell.say(technician, "order_work", "order")
    assert tell.clock("FAULT_REPAIR")["stopped_at"] is None, "being there repairs nothing"
    fixed = {**FIX, "before": "186M(62%)", "after": "291M(97%)"}
    tell.say(technician, "order_fix", "order", **fixed)
    assert tell.clock("FAULT_REPAIR")["stopped_at"] == tell.now
    assert tell.clock("SAME_DAY")["stopped_at"] == tell.now
    tell.say(technician, "order_verify", "order", result="有线三次平均291M")
    tell.say(technician, "order_confirm", "order", to="USER_CONFIRMED", how="code")
    tell.say(technician, "order_done", "order")
    truth = {"cause": "R-LINE", "liability": "FULL", "finding": "substantiated"}
    tell.say(tell.owner, "conclude", **truth, explanation="分光器老化,测速仅为签约的62%")
    tell.say(tell.owner, "propose", **{**OFFER, "measures": "已更换分光器,测速97%"})
    tell.say(tell.owner, "agree", evidence="通话录音 A-1")
    tell.say(tell.owner, "resolve", result="已修复,测速291M,达签约的97%", **ADMITTED)
    assert "97%" in tell.letter("N24")
    assert {"N30", "N31"} <= set(tell.letters())
    assert tell.clock("ANSWER")["stopped_at"] == tell.now
    tell.whole()


def test_who_waits_for_an_installation_within_its_limit_learns_who_comes_and_when(
    tell: Telling,
) -> None:
    """§21.8, S130, S131: N13 names window, technician, number and limit; nobody is called up."""
    cast, technician = tell.cast, tell.cast.technician
    tell.at("2026-09-18 09:30")
    tell.take(cast.agent, "新装宽带一直没人来装,到底什么时候能来?", category="S-01-04")
    tell.say(tell.owner, "accept")
    tell.say(cast.dispatcher, "dispatch", unit="CR-1", order_no="XZ20260916", place="幸福小区3号楼")
    tell.say(cast.leader, "order_accept", "order")
    tell.say(cast.leader, "order_assign", "order", technician_id=technician.staff_id)
    tell.say(technician, "order_contact", "order", **CALL)
    tell.say(technician, "order_appoint", "order", **window("2026-09-18", "14:00", "16:00"))
    pressed = tell.say(cast.agent, "expedite", said="今天能装吗?")
    assert pressed["facts"]["within_limit"] is True
    told = tell.letter("N13")
    for word in ("9月18日 14:00", "16:00", "钱师傅", "QIAN", "10000", "最迟"):
        assert word in told
    assert tell.clocks("EXPEDITE") == []
    assert "N14" not in tell.letters()
    tell.whole()


def test_a_leader_whose_crew_has_the_order_writes_on_the_case_until_it_ends(
    friday_evening: Telling,
) -> None:
    """§17 D, §11.5: the order's place counts for the leader; another crew's order does not."""
    tell, leader = friday_evening, friday_evening.cast.leader
    tell.say(leader, "annotate", text="小区正在施工,已提醒用户")
    tell.say(leader, "escalate", level="L1", because="用户家中有老人")
    tell.say(leader, "answer_call", doing="今晚由我跟进")
    tell.say(leader, "flag_malice", signs=[SIGN], description="电话中辱骂")
    foreign = Organisation.objects.create(
        code="CR-9", name="西区装维班", kind="crew", path="/9/", region="440100"
    )
    Proceeding.objects.create(
        case=Case.objects.get(number=tell.number),
        machine="order",
        number="GD-OTHER",
        state="AT_DEPT",
        unit=foreign,
        opened_at=tell.now,
    )
    path = f"{COMPLAINTS}/{tell.number}/proceedings/GD-OTHER/order_accept"
    assert tell.door(leader).post(path, {}).status == 403
    Proceeding.objects.filter(machine="order").update(closed_at=timezone.now(), state="DONE")
    assert "没有这项权限" in tell.refused(leader, "annotate", text="再记一笔")
