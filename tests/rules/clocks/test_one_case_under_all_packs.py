"""§6.4: one case, all packs. Received Friday 2026-09-18 17:30, before a make-up Sunday."""

from datetime import datetime

import pytest
from msgspec.structs import replace

from jiesu.rules.clocks.derive import derive, effective
from jiesu.rules.clocks.promise import Fact, Promise
from jiesu.rules.clocks.trial import read_moment
from jiesu.rules.policies.shelf import load_shelf
from jiesu.rules.policies.traits import Traits
from jiesu.rules.workdays.amounts import parse_amount
from jiesu.rules.workdays.calendar import book_calendar
from jiesu.rules.workdays.due import due

CALENDAR = book_calendar()
RECEIVED = read_moment("2026-09-18 17:30")
JINAN = {"region": "370100", "external_source": "12345"}
WEIFANG = {"region": "370700", "external_source": "12345"}
ODR = {"external_source": "12315", "procedure": "ODR"}
MEDIATED = {"external_source": "12315", "authority_accepted_at": RECEIVED.isoformat()}
MIIT = {"external_source": "miit"}
FACTS = (
    Fact(1, "receive", RECEIVED, {"channel": "app", "category": "N-04-01"}),
    Fact(2, "register", RECEIVED, {"owner": "1"}),
    Fact(3, "accept", RECEIVED, {}),
    Fact(4, "order_assign", read_moment("2026-09-18 17:50"), {"order": "1"}),
)


def promises(*packs: str, **receipt: str | bool) -> tuple[Promise, ...]:
    shelf = load_shelf()
    rules = shelf.rules_of([shelf.packs[code].ref for code in packs])
    first = Fact(1, "receive", RECEIVED, {**FACTS[0].facts, **receipt})
    return derive((first, *FACTS[1:]), rules, Traits(), CALENDAR)


def due_of(clock: str, *packs: str, **receipt: str | bool) -> datetime:
    running = [replace(p, stopped_at=None) for p in promises(*packs, **receipt)]
    found = effective(running, clock)
    assert found is not None
    return found.due_at


@pytest.mark.parametrize(
    ("clock", "packs", "receipt", "at"),
    [
        ("ACK", "INTERNAL-TARGETS", {}, "2026-09-18 17:35"),
        ("FIRST_RESPONSE", "SEED-E", {}, "2026-09-18 18:20"),
        ("ACCEPT", "SEED-D", {}, "2026-09-19 17:30"),
        ("ACCEPT", "SEED-A", {}, "2026-09-21 24:00"),
        ("ACCEPT", "SEED-A SEED-D", {}, "2026-09-19 17:30"),
        ("FAULT_REPAIR", "CN-NATIONAL", {"rural": False}, "2026-09-20 17:30"),
        ("FAULT_REPAIR", "CN-NATIONAL", {"rural": True}, "2026-09-21 17:30"),
        ("INVEST", "SEED-A", {}, "2026-09-24 24:00"),
        ("INVEST", "SEED-D", {}, "2026-10-15 24:00"),
        ("SOLVE", "SEED-A", {}, "2026-09-29 24:00"),
        ("ANSWER", "CN-NATIONAL", {}, "2026-10-03 24:00"),
        ("ANSWER", "CN-NATIONAL CN-HENAN", {"region": "410100"}, "2026-09-24 24:00"),
        ("ANSWER", "CN-CHONGQING", {"region": "500100"}, "2026-10-15 24:00"),
        ("ANSWER", "CN-NATIONAL CN-CHONGQING", {"region": "500100"}, "2026-10-03 24:00"),
        ("EXTERNAL", "12345-JINAN", JINAN, "2026-09-24 24:00"),
        ("EXTERNAL", "12345-WEIFANG", WEIFANG, "2026-09-24 24:00"),
        ("ODR_12315", "12315-2026", ODR, "2026-10-09 24:00"),
        ("MEDIATION", "12315-2020 12315-2026", MEDIATED, "2026-11-17 24:00"),
        ("AUTHORITY_ANSWER", "MIIT-35", MIIT, "2026-10-18 24:00"),
    ],
)  # fmt: skip
def test_the_due_of_each_clock_in_each_pack(
    clock: str, packs: str, receipt: dict[str, str | bool], at: str
) -> None:
    assert due_of(clock, *packs.split(), **receipt) == read_moment(at)


def test_order_20_would_end_mediation_after_45_working_days() -> None:
    (rule,) = (r for r in load_shelf().packs["12315-2020"].rules if r.clock == "MEDIATION")
    assert rule.amount == parse_amount("45wd")
    assert due(RECEIVED, rule.amount, CALENDAR).at == read_moment("2026-11-26 24:00")


def test_the_stricter_roll_is_used_for_the_national_answer() -> None:
    (rule,) = (r for r in load_shelf().packs["CN-NATIONAL"].rules if r.clock == "ANSWER")
    assert due(RECEIVED, parse_amount("15d"), CALENDAR, roll=rule.roll).at == due_of(
        "ANSWER", "CN-NATIONAL"
    )
