"""§21.1: a fault of the area is known, explained, linked; its end is told to all and confirmed."""

from datetime import timedelta
from typing import Any

from cast import Cast, person
from jiesu.incidents.models import Outage
from jiesu.incidents.outages import close_outage, declare_outage, estimate_outage
from jiesu.incidents.telling import tell as tell_all
from jiesu.people.actor import Actor
from stories.telling import Telling, shanghai

RED = "光猫LOS红灯闪,家里完全上不了网,邻居也一样。"
GARDEN = "甲市东区幸福花园3号楼502"
FORENOON = shanghai("2026-09-18 11:30")


def declared(watch: Actor, tell: Telling) -> Outage:
    words = {
        "kind": "fault",
        "cause": "光缆被挖断",
        "unit": "C4401",
        "places": ["幸福花园"],
        "since": tell.now - timedelta(minutes=15),
        "eta": FORENOON,
    }
    return declare_outage(watch, words, now=tell.now).outage


def watcher(cast: Cast) -> Actor:
    return person("noc", "罗监控", cast.city, "R10", cast.city)


def told(tell: Telling, outage: Outage) -> int:
    """The job that follows a change of the outage runs."""
    return tell_all(outage.number, tell.now)


def take(tell: Telling, n: int, **words: Any) -> str:
    """One of the many calls."""
    who = {"phone": f"1380000{n:04}", "account": f"07550001{n:04}", "address": GARDEN}
    tell.take(tell.cast.agent, RED, case_type="fault", **who, **words)
    return tell.number


def test_a_known_fault_is_explained_linked_and_its_end_confirmed(tell: Telling) -> None:
    """S105, S106, N12, N19O: explained in one call; nobody is sent; closed after the call-back."""
    agent, outage = tell.cast.agent, declared(watcher(tell.cast), tell)
    take(tell, 1)
    tell.say(agent, "guide", note="区域群障,已说明原因和预计恢复时间")
    tell.say(agent, "join_outage", outage=outage.number)
    assert "因光缆被挖断影响上网" in tell.letter("N12")
    assert "9月18日 11:30" in tell.letter("N12")
    assert tell.sheet()["outage"] == outage.number

    tell.at("2026-09-18 11:20")
    close_outage(tell.cast.manager, outage.number, {"root_cause": "R-LINE"}, now=tell.now)
    assert told(tell, outage) == 1
    assert "已于9月18日 11:20" in tell.letter("N19O")
    assert tell.clock("FAULT_REPAIR", "CN-NATIONAL")["stopped_at"] == tell.now

    tell.say(agent, "settle", result="区域光缆已修复,用户确认恢复", confirmed_by="通话录音 C-9")
    tell.later(hours=48)
    tell.say(tell.cast.caller, "call_back")
    tell.say(tell.cast.caller, "try_call", reached=True, solved="yes")
    tell.say(tell.cast.caller, "score", score=9)
    closing = {"outcome": "SOLVED", "root_cause": "R-LINE", "solution": "X-REMOTE"}
    tell.say(tell.cast.caller, "close", **closing)
    assert tell.state == "CLOSED"
    assert not tell.ledger("dispatch")
    tell.whole()


def test_one_announcement_reaches_all_and_the_one_that_differs_goes_its_own_way(
    tell: Telling,
) -> None:
    """TG: N12 anew when the time changes; a line still bad goes on as a fault of its own."""
    agent, watch = tell.cast.agent, watcher(tell.cast)
    outage = declared(watch, tell)
    numbers = [take(tell, n) for n in range(3)]
    for number in numbers:
        tell.number = number
        tell.say(agent, "join_outage", outage=outage.number)

    later = {"eta": FORENOON + timedelta(hours=2), "cause": "光缆抢修"}
    estimate_outage(watch, outage.number, later, now=tell.now, version=1)
    assert told(tell, outage) == 3
    for tell.number in numbers:
        assert tell.letters().count("N12") == 2
        assert "因光缆抢修影响上网" in tell.letter("N12")
        assert "13:30" in tell.letter("N12")

    tell.at("2026-09-18 13:00")
    close_outage(watch, outage.number, {"root_cause": "R-LINE"}, now=tell.now, version=2)
    assert told(tell, outage) == 3
    tell.say(agent, "leave_outage", reason="still_bad", note="重启光猫后红灯仍亮")
    assert tell.clock("FAULT_REPAIR", "CN-NATIONAL")["stopped_at"] is None
    tell.say(tell.owner, "accept")
    tell.say(tell.cast.dispatcher, "dispatch")
    assert tell.stage("order") == "AT_DEPT"
    tell.whole()


def test_a_crew_on_its_way_to_one_line_is_called_back(tell: Telling) -> None:
    """§11.3: the order of a line that fails with many others is CONVERTED_TO_OUTAGE."""
    take(tell, 1)
    tell.say(tell.owner, "accept")
    tell.say(tell.cast.dispatcher, "dispatch")
    outage = declared(watcher(tell.cast), tell)
    tell.say(tell.cast.dispatcher, "join_outage", outage=outage.number)
    assert tell.stage("order") == "CONVERTED_TO_OUTAGE"
    close_outage(tell.cast.manager, outage.number, {"root_cause": "R-LINE"}, now=tell.now)
    told(tell, outage)
    truth = {"finding": "substantiated", "explanation": "区域光缆中断,已修复"}
    tell.say(tell.owner, "conclude", cause="R-LINE", liability="FULL", **truth)
    assert tell.state == "FOUND"
    tell.whole()
