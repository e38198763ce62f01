"""Two contacts of one matter, a suspicion, a look by an auditor, words to many (§15, §17, S91)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from api.door import COMPLAINTS
from jiesu.cases.models import Entry, Message
from jiesu.people.inspections import approve_inspection, ask_inspection
from jiesu.people.models import AuditEntry
from stories.telling import Telling, shanghai

SLOW = "家里宽带网速很慢,签约三百兆,有线测速只有六十兆,已经一周了。"
DOWN = "光猫LOS灯红了,家里完全上不了网,请尽快派人来修。"
SOMEBODY = {"phone": "13911112222", "account": "075500055555", "address": "甲市西区和平里1号楼1"}
SIGNS = [
    {"criterion": "threats", "evidence": "录音 A1"},
    {"criterion": "fabricated", "evidence": "鉴定书 7"},
]
NOTICE = {
    "response": "notice",
    "reason": "两项均有证据",
    "signs": SIGNS,
    "behaviour": "来电辱骂工作人员",
    "cooperation": "请通过专门联系人反映",
}


def test_two_contacts_become_one_and_the_earliest_clock_wins(tell: Telling) -> None:
    """§21.29, §15.2: told twice, handled once; what is said on the second reaches the first."""
    cast = tell.cast
    tell.at("2026-09-18 09:30")
    first = tell.take(cast.agent, SLOW)["number"]
    owed = {(p["clock"], p["pack"]): p["due_at"] for p in tell.sheet()["promises"]}
    tell.at("2026-09-20 10:00")
    second = tell.take(cast.writer, "还是很慢,晚上测速只有六十兆。", channel="app")
    assert second["record"]["related"]["to"] == first
    tell.say(cast.dispatcher, "merge", into=first)
    child = tell.sheet()
    assert child["state"] == "MERGED"
    assert tell.letters() == ["N01", "N08"]
    assert first in tell.letter("N08")
    assert [p for p in child["promises"] if p["stopped_at"] is None] == []
    tell.say(cast.agent, "expedite", said="怎么还没人来")
    tell.whole()
    tell.number = first
    master = tell.sheet()
    assert master["received_at"] == "2026-09-18T01:31:00Z"
    assert tell.clock("ANSWER")["due_at"] == shanghai("2026-10-03 24:00")
    assert all(
        promise["due_at"] <= owed[key]
        for promise in master["promises"]
        if (key := (promise["clock"], promise["pack"])) in owed
    )
    assert len(tell.ledger("expedite")) == 1
    assert master["record"]["children"] == [second["number"]]
    tell.refused(cast.dispatcher, "merge", into=second["number"])
    tell.whole()


def test_an_abusive_caller_is_reviewed_and_reports_a_fault_like_anybody(tell: Telling) -> None:
    """§21.34, S72, §15.4: two decide, the customer is heard, no door is closed."""
    cast = tell.cast
    tell.take(cast.agent, SLOW)
    before = tell.sheet()["priority"]
    tell.say(cast.agent, "flag_malice", signs=SIGNS, description="两次来电辱骂")
    assert "不足2项" in tell.refused(
        cast.manager, "decide_malice", **{**NOTICE, "signs": SIGNS[:1]}
    )
    asked = tell.asks(cast.manager, "decide_malice", **NOTICE)
    tell.refused(cast.manager, "approve", request=asked)
    tell.say(cast.legal, "approve", request=asked)
    assert "申辩" in tell.letter("N60")
    assert "不影响您反映真实问题" in tell.letter("N60")
    for person in (cast.agent, tell.owner):
        seen = tell.door(person).get(f"{COMPLAINTS}/{tell.number}?include=ledger").body.decode()
        assert "malice" not in seen, "visible to those who decide only"
    assert tell.sheet()["priority"] == before
    tell.say(tell.owner, "accept")
    tell.whole()
    stranger = tell.take(cast.agent, DOWN, case_type="fault", **SOMEBODY)
    labelled = tell.take(cast.agent, DOWN, case_type="fault")
    assert (labelled["state"], tell.letters()) == ("REGISTERED", ["N01"])
    assert labelled["priority"] == stranger["priority"]
    assert tell.say(tell.owner, "accept")
    assert tell.say(cast.dispatcher, "dispatch")


@pytest.mark.parametrize("who", ["technician", "leader"])
def test_nobody_writes_to_many_and_nobody_writes_freely(tell: Telling, who: str) -> None:
    """§21.16, S91, §7: no address takes a message; only verbs write, by their own templates."""
    tell.at("2026-09-18 09:30")
    tell.take(tell.cast.agent, DOWN, case_type="fault")
    tell.say(tell.owner, "accept")
    tell.say(tell.cast.dispatcher, "dispatch")
    technician = tell.cast.technician.staff_id
    tell.say(tell.cast.leader, "order_accept", "order")
    tell.say(tell.cast.leader, "order_assign", "order", technician_id=technician)
    sender = getattr(tell.cast, who)
    sent = Message.objects.count()
    everybody = {"to": "area", "text": "满意请打十分"}
    for path in ("messages", "campaigns", f"complaints/{tell.number}/messages"):
        assert tell.door(sender).post(f"/api/v1/{path}", everybody).status == 404
    for verb in ("score", "report_progress", "call_back", "contact"):
        tell.refused(sender, verb, text="满意请打十分", summary="满意请打十分")
    assert Message.objects.count() == sent


def test_an_auditor_looks_under_an_inspection_and_the_chain_holds(tell: Telling) -> None:
    """§21.38, S70, §17 A²: nothing before approval; each look is noted; nothing can be changed."""
    cast = tell.cast
    tell.now = timezone.now()
    tell.take(cast.agent, SLOW)
    tell.say(tell.owner, "accept")
    path = f"{COMPLAINTS}/{tell.number}?include=ledger,promises,messages"
    assert tell.door(cast.auditor).get(path).status == 404
    now = tell.now
    inspection = ask_inspection(
        cast.auditor,
        cast.city,
        purpose="通信管理局 2026 年投诉处理专项检查",
        since=now - timedelta(hours=1),
        until=now + timedelta(days=5),
        at=now,
    )
    assert tell.door(cast.auditor).get(path).status == 404
    approve_inspection(cast.legal, inspection, at=now)
    listed = tell.door(cast.auditor).get(COMPLAINTS).json["complaints"]
    assert [case["number"] for case in listed] == [tell.number]
    shown = tell.sheet(cast.auditor)
    hashes = Entry.objects.filter(case__number=tell.number).order_by("seq")
    assert [line["hash"] for line in shown["ledger"]] == [e.hash.hex() for e in hashes]
    assert {"ACCEPT", "ANSWER"} <= {promise["clock"] for promise in shown["promises"]}
    assert "13800005678" not in str(shown)
    tell.refused(cast.auditor, "annotate", text="记")
    looks = AuditEntry.objects.filter(verb="inspect", by_id=cast.auditor.staff_id)
    assert looks.filter(facts={"case": tell.number}).exists()
    tell.whole()
