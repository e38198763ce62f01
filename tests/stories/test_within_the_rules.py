"""More time is asked in time; which rules hold is data, and the strictest counts (§6, T30)."""

import re

import pytest

from jiesu.cases.models import Message
from stories.telling import Telling, shanghai

SLOW = "家里宽带网速很慢,签约三百兆,有线测速只有六十兆,已经一周了。"
END, LATER = "2026-10-15 24:00", "2026-10-28 24:00"
MORE = {
    "clock": "INVEST",
    "special_reason": "管道施工需审批",
    "done": "现场勘察",
    "plan": "获批后三日内施工",
    "new_due_at": shanghai(LATER).isoformat(),
}
FILING = {"clock": "INVEST", "authority": "示例省通信管理局", "receipt": "报备 2026-88"}


def investigated(tell: Telling) -> None:
    """Received on Friday 18 September at 17:30, accepted and investigated the same evening."""
    tell.at("2026-09-18 17:29")
    tell.take(tell.cast.agent, SLOW)
    tell.say(tell.owner, "accept")
    tell.say(tell.owner, "investigate", investigator_id=tell.cast.investigator.staff_id)


def test_fifteen_working_days_are_extended_when_told_and_filed_before_their_end(
    tell: Telling,
) -> None:
    """§21.25, S61-S63: told to the customer, filed with a receipt; until then nothing moves."""
    investigated(tell)
    assert tell.clock("INVEST", "SEED-D")["due_at"] == shanghai(END)
    tell.at("2026-10-13 10:00")
    asked = tell.asks(tell.owner, "extend", **MORE)
    tell.refused(tell.owner, "approve", request=asked)
    tell.say(tell.cast.approver, "approve", request=asked)
    assert "管道施工需审批" in tell.letter("N25")
    assert tell.clock("INVEST", "SEED-D")["due_at"] == shanghai(END), "not filed yet"
    tell.say(tell.cast.liaison, "file_extension", **FILING)
    moved = tell.clock("INVEST", "SEED-D")
    assert (moved["due_at"], moved["original_due_at"]) == (shanghai(LATER), shanghai(END))
    report = Message.objects.get(case__number=tell.number, template="X01")
    assert report.reader == "authority"
    assert not any(word in report.body for word in ("孙女士", "13800005678", "幸福小区"))
    tell.at("2026-10-16 10:00")
    tell.keeper()
    assert "INVEST" not in {line["facts"]["clock"] for line in tell.ledger("breach")}
    tell.whole()


def test_a_late_extension_and_a_late_filing_are_refused(tell: Telling) -> None:
    """§21.25, S62, S63: after the end there is nothing to extend; the law's term never moves."""
    investigated(tell)
    assert "不得延期" in tell.refused(tell.owner, "extend", **{**MORE, "clock": "ANSWER"})
    tell.at("2026-10-15 17:00")
    asked = tell.asks(tell.owner, "extend", **MORE)
    tell.say(tell.cast.approver, "approve", request=asked)
    tell.at(END)
    assert "届满" in tell.refused(tell.cast.liaison, "file_extension", **FILING)
    assert tell.clock("INVEST", "SEED-D")["due_at"] == shanghai(END)
    tell.keeper()
    assert "INVEST" in {line["facts"]["clock"] for line in tell.ledger("breach")}
    tell.take(tell.cast.agent, SLOW, phone="13900001111", account="075500019999", address="")
    tell.at("2026-11-20 10:00")
    assert "届满" in tell.refused(
        tell.owner, "extend", **{**MORE, "new_due_at": shanghai("2026-11-25 24:00").isoformat()}
    )


def test_nobody_is_promised_a_finding_after_the_answer(tell: Telling) -> None:
    """N03 tells both dates: where the clock of the finding runs longer, the answer's counts."""
    tell.at("2026-09-18 17:29")
    tell.take(tell.cast.agent, SLOW)
    tell.say(tell.owner, "accept")
    assert tell.clock("INVEST")["due_at"] > tell.clock("ANSWER")["due_at"]
    finding, answer = re.findall(r"(\d+月\d+日)", tell.letter("N03"))
    assert finding == answer


@pytest.mark.usefixtures("all_packs")
def test_one_case_has_four_dues_under_four_packs_and_the_strictest_is_told(tell: Telling) -> None:
    """§21.26, K1, K2, §6.4: packs A, D, Henan, Chongqing; a local pack tightens, never relaxes."""
    dues = {}
    for city in ("410100", "500100"):
        tell.at("2026-09-18 17:29")
        tell.take(tell.cast.agent, SLOW, region=city, phone=f"138{city}00", account="", address="")
        tell.say(tell.owner, "accept")
        dues[city] = {
            (clock, pack): tell.clock(clock, pack)["due_at"]
            for clock, pack in (
                ("ACCEPT", "SEED-A"),
                ("ACCEPT", "SEED-D"),
                ("INVEST", "SEED-A"),
                ("INVEST", "SEED-D"),
                ("SOLVE", "SEED-A"),
                ("ANSWER", "CN-NATIONAL"),
                ("ANSWER", "CN-HENAN" if city == "410100" else "CN-CHONGQING"),
            )
        }
        assert tell.clock("ANSWER")["due_at"] == min(
            due for (clock, _), due in dues[city].items() if clock == "ANSWER"
        )
        told = {"410100": "最迟9月24日", "500100": "最迟10月3日"}[city]
        assert told in tell.letter("N03"), "the customer is promised the strictest"
    henan, chongqing = dues["410100"], dues["500100"]
    assert henan["ACCEPT", "SEED-D"] == shanghai("2026-09-19 17:30")
    assert henan["ACCEPT", "SEED-A"] == shanghai("2026-09-21 24:00")
    assert henan["INVEST", "SEED-A"] == shanghai("2026-09-24 24:00")
    assert henan["INVEST", "SEED-D"] == shanghai("2026-10-15 24:00")
    assert henan["SOLVE", "SEED-A"] == shanghai("2026-09-29 24:00")
    assert henan["ANSWER", "CN-HENAN"] == shanghai("2026-09-24 24:00")
    assert chongqing["ANSWER", "CN-CHONGQING"] == shanghai("2026-10-15 24:00")
    assert chongqing["ANSWER", "CN-NATIONAL"] == shanghai("2026-10-03 24:00")
    tell.whole()


@pytest.mark.usefixtures("all_packs")
def test_the_end_of_another_pack_does_not_stop_a_filing(tell: Telling) -> None:
    """S61-S63, K2: pack A is over, the fifteen days of pack D are extended and filed in time."""
    investigated(tell)
    assert tell.clock("INVEST", "SEED-A")["due_at"] == shanghai("2026-09-24 24:00")
    tell.at("2026-10-13 10:00")
    asked = tell.asks(tell.owner, "extend", **MORE)
    tell.say(tell.cast.approver, "approve", request=asked)
    tell.say(tell.cast.liaison, "file_extension", **FILING)
    assert tell.clock("INVEST", "SEED-D")["due_at"] == shanghai(LATER)
    assert tell.clock("INVEST", "SEED-A")["due_at"] == shanghai("2026-09-24 24:00")
    tell.whole()
