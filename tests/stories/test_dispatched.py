"""Orders carry what was tried and what they need; hazards do not wait (seed F, §3, §11.4)."""

from datetime import timedelta

from jiesu.cases.entries import secret_of
from jiesu.cases.models import Entry
from stories.telling import Telling, shanghai

STEPS = (
    "认证正常,已获取地址",
    "另一台电脑同样打不开",
    "已重设上网参数",
    "已清理浏览器缓存",
    "测速页面打不开",
    "已依次断电重启",
)


def test_six_steps_that_fail_travel_with_the_order(tell: Telling) -> None:
    """§21.3, S107-S117: what was tried stands in the ledger in order and goes with the order."""
    agent = tell.cast.agent
    tell.take(agent, "宽带已登录,但是所有网页都打不开。", case_type="fault")
    tell.say(agent, "guide", note="按 T2 逐步排查")
    for step in STEPS:
        tell.say(agent, "annotate", text=step)
    tell.say(agent, "dispatch", note=";".join(STEPS))
    assert tell.state == "IN_PROGRESS"
    verbs = [line["verb"] for line in tell.sheet()["ledger"]]
    assert verbs[2:] == ["guide", *["annotate"] * 6, "dispatch", "order_create"]
    order = secret_of(Entry.objects.get(case__number=tell.number, verb="dispatch"))
    assert order is not None
    assert order["order"]["note"] == ";".join(STEPS)
    assert order["order"]["account"] == "075500012301"
    assert "网络部" in tell.letter("N10") or "装维班" in tell.letter("N10")


def test_at_night_the_letter_promises_a_call_in_the_morning_in_which_it_arrives(
    tell: Telling,
) -> None:
    """§19, FS1: nobody is woken; half an hour counts from eight, and for a hazard at once."""
    due = {"N-01-03": "9月19日 08:30（周六）前", "N-07-01": "9月18日 22:3"}
    for category, until in due.items():
        tell.at("2026-09-18 22:00")
        tell.take(tell.cast.agent, "门前的线路垂落了，晚上上不了网。", category=category)
        tell.say(tell.owner, "accept")
        asked = {"place": "东区幸福路12号门前"} if category == "N-07-01" else {}
        tell.say(tell.cast.dispatcher, "dispatch", **asked)
        assert until in tell.letter("N10")


def test_an_order_about_a_site_waits_for_account_address_and_ip(tell: Telling) -> None:
    """§21.6, S121: the three mandatory fields, each missing one named."""
    agent = tell.cast.agent
    tell.take(
        agent, "别的网站都正常,就是有一个购物网站一直打不开。", category="B-01-02", account=""
    )
    tell.say(agent, "guide")
    kept = tell.refused(agent, "dispatch")
    assert "工单缺少必填内容" in kept
    assert "未派单" in kept
    assert "ip" in tell.refused(agent, "dispatch", url="https://shop.example.cn").lower()
    tell.take(agent, "别的网站都正常,就是有一个购物网站一直打不开。", category="B-01-02")
    tell.say(agent, "guide")
    tell.say(agent, "dispatch", url="https://shop.example.cn", ip="203.0.113.7")
    assert tell.ledger("dispatch")[0]["facts"]["order_type"]
    assert tell.state == "IN_PROGRESS"


def test_a_fallen_cable_is_reached_in_two_hours(tell: Telling) -> None:
    """§21.37, §14: P1 by the hazard, on site within two hours, at night as by day."""
    tell.at("2026-09-18 22:00")
    case = tell.take(
        tell.cast.agent, "光缆垂落在人行道上,有人绊倒了,请马上来人!", category="N-07-01"
    )
    assert case["priority"] == "P1"
    tell.say(tell.owner, "accept")
    tell.say(tell.cast.dispatcher, "dispatch", place="东区幸福路12号门前")
    assert tell.clock("ON_SITE")["due_at"] == tell.now + timedelta(hours=2)
    technician = tell.cast.technician.staff_id
    tell.say(tell.cast.leader, "order_assign", "order", technician_id=technician)
    assert tell.clock("FIRST_RESPONSE")["due_at"] == tell.now + timedelta(minutes=15)
    tell.at("2026-09-19 00:10")
    tell.keeper()
    late = tell.ledger("breach")
    assert "ON_SITE" in {line["facts"]["clock"] for line in late}
    assert tell.sheet()["record"]["escalated"] == "L4", "danger calls the top at once"


def test_a_late_repair_is_pressed_reached_in_half_an_hour_and_made_good(tell: Telling) -> None:
    """§21.9, S132-S134, CP1: expedited over the limit, contact in 30 minutes, rent waived."""
    tell.at("2026-09-16 09:00")
    tell.take(tell.cast.agent, "家里断网了,光猫LOS灯红,请尽快派人来修。", case_type="fault")
    tell.say(tell.owner, "accept")
    tell.say(tell.cast.dispatcher, "dispatch")
    tell.at("2026-09-18 09:30")
    tell.keeper()
    assert "FAULT_REPAIR" in {line["facts"]["clock"] for line in tell.ledger("breach")}
    assert "减免故障期间费用" in tell.letter("N27")
    technician = tell.cast.technician
    tell.say(tell.cast.leader, "order_assign", "order", technician_id=technician.staff_id)
    pressed = tell.say(tell.cast.agent, "expedite", said="两天了还没修好")
    assert pressed["facts"]["within_limit"] is False
    due = tell.now + timedelta(minutes=30)
    assert tell.clock("EXPEDITE")["due_at"] == due
    assert tell.clock("EXPEDITE_VISIT")["due_at"] == shanghai("2026-09-18 24:00")
    assert "第1次" in tell.letter("N14")
    tell.later(minutes=10)
    tell.say(technician, "order_contact", "order", event="CALL-9", means="call")
    assert tell.clock("EXPEDITE")["stopped_at"] == tell.now


def test_pressing_before_the_limit_is_heard_and_answered_with_a_date(tell: Telling) -> None:
    """§21.9, §15.3, S131: allowed always; before the limit answered with what comes next."""
    tell.at("2026-09-18 09:00")
    tell.take(tell.cast.agent, "家里断网了,光猫LOS灯红,请尽快派人来修。", case_type="fault")
    tell.say(tell.owner, "accept")
    tell.say(tell.cast.dispatcher, "dispatch")
    pressed = tell.say(tell.cast.agent, "expedite", said="什么时候来?")
    assert pressed["facts"]["within_limit"] is True
    assert tell.clocks("EXPEDITE") == []
    assert "N14" not in tell.letters()
    assert "处理中" in tell.letter("N08"), "a new fact: where it stands, what comes next, when"
    tell.say(tell.cast.agent, "expedite", said="再催一次")
    assert tell.sheet()["record"]["escalated"] == "L2", "the second time a superior hears of it"
