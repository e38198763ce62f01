"""What holds for every ledger (hypothesis): §6.2, C5, C9, C10, C12."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from jiesu.rules.clocks.alike import heard
from jiesu.rules.clocks.book import open_book
from jiesu.rules.clocks.derive import derive, effective, next_alarm
from jiesu.rules.clocks.promise import Fact, Promise
from jiesu.rules.policies.pack import Layer
from jiesu.rules.policies.shelf import load_shelf
from jiesu.rules.policies.traits import TELLING, Traits
from jiesu.rules.workdays.amounts import Unit, parse_amount
from jiesu.rules.workdays.due import due
from jiesu.rules.workdays.shanghai import day_of
from rules.clocks.ledger import CALENDAR, at, rules_of

ALL = tuple(sorted(load_shelf().packs))
RULES = rules_of(*ALL)
BOOK = open_book(RULES)
SHORT = settings(max_examples=50, deadline=None)
SPOKEN = """
register ask supplement accept refuse guide settle dispatch investigate find conclude propose agree
object reconcile deadlock resolve call_back close reopen appeal decide_appeal withdraw merge unmerge
attach_external check_external reply_external external_returned external_accepted pause resume
extend file_extension classify prioritise contact report_progress expedite score pay_remedy
reverse_payment acknowledge hand_over order_create order_assign order_contact order_appoint
order_reschedule order_arrive order_fix order_done rectify plan_rectification verify_rectification
"""
VERBS = tuple(SPOKEN.split())
EXTENDING = {"extend", "file_extension"}
MOVING = {"pause", "resume", "ask", "supplement", "merge"} | EXTENDING
EXTENDABLE = st.sampled_from(["INVEST", "SOLVE"])
TOLD = [("user_told", "progress_note")] * 3 + [("user_told",), ()]
"""Mostly all that an extension asks for was done."""
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)).map(  # noqa: DTZ001 - zoned next
    lambda moment: moment.replace(microsecond=0, tzinfo=at("2026-01-01 00:00").tzinfo)
)
CLOCKS = st.sampled_from(["INVEST", "SOLVE", "ANSWER", "SAME_DAY", "EXTERNAL", "ACCEPT"])
SAID: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "reason": st.sampled_from(["WAIT_USER_INFO", "WAIT_USER_TIME", "FORCE_MAJEURE"]),
        "category": st.sampled_from(["N-01-03", "F-01-01", "P-04-01"]),
        "rural": st.booleans(),
        "region": st.sampled_from(["410100", "500100", "370100", "370700", "110100"]),
        "priority": st.sampled_from(["P1", "P3"]),
        "external_source": st.sampled_from(["12345", "12315", "12315", "miit"]),
        "procedure": st.sampled_from(["ODR", "MEDIATION"]),
        "order": st.sampled_from(["1", "2"]),
        "kind": st.sampled_from(["FIELD", "DEPARTMENT"]),
        "clock": CLOCKS,
        "new_due_at": MOMENTS.map(datetime.isoformat),
        "window_end": MOMENTS.map(datetime.isoformat),
        "user_told": st.just(value=True),
        "progress_note": st.just(value=True),
        **dict.fromkeys(["answered", "complete", "owed_again"], st.booleans()),
        "evidence": st.sampled_from(["", "call 7"]),
        "into": st.just("TS1"),
        "remedies": st.just(["CP1"]),
    },
)


FROM: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {},
        {"region": "410100"},
        {"region": "500100"},
        {"external_source": "miit"},
        {"external_source": "12315", "procedure": "ODR"},
        {"external_source": "12345", "region": "110100"},
        {"external_source": "12345", "region": "370100"},
        {"external_source": "12345", "region": "370700"},
    ]
)
"""Places and bodies of which some pack speaks alone."""


@st.composite
def ledgers(draw: st.DrawFn, verbs: tuple[str, ...] = VERBS) -> list[Fact]:
    now = draw(MOMENTS)
    told = {**draw(SAID), **draw(FROM)}
    facts = [Fact(1, "receive", now, {**told, "received_at": now.isoformat()})]
    for seq in range(2, draw(st.integers(2, 14)) + 1):
        now += timedelta(minutes=draw(st.integers(0, 9000)))
        facts.append(Fact(seq, draw(st.sampled_from(verbs)), now, draw(SAID)))
    return facts


PAUSE_REASONS = ("WAIT_USER_INFO", "WAIT_USER_TIME", "FORCE_MAJEURE", "EXTERNAL_TEST")
BEGUN: dict[str, Any] = {"category": "N-01-03", "channel": "web", "priority": "P3"}
"""A dead line, of which every pack that may pause or extend anything speaks."""
CHANGES: st.SearchStrategy[tuple[str, dict[str, Any]]] = st.sampled_from(
    [
        ("classify", {"category": "F-01-01"}),
        ("classify", {"category": "N-04-01"}),
        ("register", {"rural": True}),
        ("prioritise", {"priority": "P1"}),
    ]
)


def accepted(draw: st.DrawFn) -> tuple[list[Fact], datetime]:
    """The beginning of a case that is taken on, and the moment at which it goes on."""
    now = draw(MOMENTS)
    begun = {**BEGUN, "received_at": now.isoformat()}
    facts = [Fact(1, "receive", now, begun), Fact(2, "accept", now + timedelta(hours=1), {})]
    return facts, now + timedelta(hours=1)


@st.composite
def pausing(draw: st.DrawFn) -> list[Fact]:
    """A running case that is paused and resumed in time, and sometimes becomes another."""
    facts, now = accepted(draw)
    for _ in range(draw(st.integers(1, 4))):
        reason = draw(st.sampled_from(PAUSE_REASONS))
        now += timedelta(minutes=draw(st.integers(1, 20 * 60)))
        told = {"reason": reason, "evidence": draw(st.sampled_from(["call 7", "call 7", ""]))}
        facts.append(Fact(len(facts) + 1, "pause", now, told))
        if draw(st.booleans()):
            verb, changed = draw(CHANGES)
            facts.append(Fact(len(facts) + 1, verb, now + timedelta(minutes=1), changed))
        now += timedelta(minutes=draw(st.integers(2, 60 * 60)))
        if draw(st.integers(0, 4)):
            facts.append(Fact(len(facts) + 1, "resume", now, {"reason": reason}))
    return facts


@st.composite
def extending(draw: st.DrawFn) -> list[Fact]:
    """A running case, now and then paused, whose clocks are extended; mostly as it should be."""
    facts = draw(pausing()) if draw(st.booleans()) else accepted(draw)[0]
    now = facts[-1].at
    for _ in range(draw(st.integers(1, 4))):
        clock = draw(EXTENDABLE)
        now += timedelta(hours=draw(st.integers(1, 48)))
        running = effective(promises(facts), clock)
        days = draw(st.integers(1, 5))
        new = due(running.due_at if running else now, parse_amount(f"{days}wd"), CALENDAR).at
        told = {"clock": clock, "new_due_at": new.isoformat()}
        told |= dict.fromkeys(draw(st.sampled_from(TOLD)), "yes")
        facts.append(Fact(len(facts) + 1, "extend", now, told))
        if draw(st.integers(0, 3)):
            facts.append(
                Fact(len(facts) + 1, "file_extension", now + timedelta(hours=1), {"clock": clock})
            )
    return facts


@st.composite
def merged(draw: st.DrawFn) -> tuple[list[Fact], list[Fact]]:
    """A case, and the same case with a merger that was taken back.

    It comes while the case stands by itself: what is merged already cannot be merged again (T27).
    """
    plain = draw(st.one_of(pausing(), extending(), ledgers()))
    alone = next((n for n, fact in enumerate(plain) if fact.verb == "merge"), len(plain))
    at = draw(st.integers(1, alone))
    before = plain[at - 1].at
    if draw(st.booleans()):
        there: dict[str, Any] = {"into": "TS1"}
        back = {"out_of": "TS1"}
    else:
        sooner = (before + timedelta(hours=draw(st.integers(1, 90)))).isoformat()
        strictest = {"strictest": dict.fromkeys(("ANSWER", "INVEST", "FAULT_REPAIR"), sooner)}
        earlier = (before - timedelta(days=draw(st.integers(1, 9)))).isoformat()
        there = {"child": "TS2", **strictest, "earliest_received_at": earlier}
        back = {"child": "TS2"}
    merger = [Fact(1001, "merge", before, there), Fact(1002, "unmerge", before, back)]
    return plain, [*plain[:at], *merger, *plain[at:]]


def promises(facts: list[Fact], *packs: str) -> tuple[Promise, ...]:
    rules = rules_of(*packs) if packs else RULES
    return derive(facts, rules, Traits(), CALENDAR)


def by_key(found: tuple[Promise, ...]) -> dict[tuple[str, str, int], Promise]:
    return {(one.pack, one.clock, one.anchor): one for one in found}


def paused(facts: list[Fact]) -> bool:
    return any(one.paused_total for one in promises(facts))


def still_paused(facts: list[Fact]) -> bool:
    return any(one.paused_since for one in promises(facts))


def paused_and_changed(facts: list[Fact]) -> bool:
    return paused(facts) and any(fact.verb in {"classify", "register"} for fact in facts)


def extended(facts: list[Fact]) -> bool:
    return any(one.extensions for one in promises(facts))


def refused_extension(facts: list[Fact]) -> bool:
    asked = sum(fact.verb == "extend" for fact in facts)
    return asked > sum(one.extensions for one in promises(facts))


def guested(pair: tuple[list[Fact], list[Fact]]) -> bool:
    """The merger moved a due, or stopped a clock, before it was taken back."""
    whole = pair[1]
    at = next(n for n, fact in enumerate(whole) if fact.verb == "merge" and fact.seq > 1000)
    return promises(whole[:at]) != promises(whole[: at + 1])


@pytest.mark.parametrize(
    ("strategy", "holds", "least"),
    [
        (pausing(), paused, 0.6),
        (pausing(), still_paused, 0.1),
        (pausing(), paused_and_changed, 0.2),
        (extending(), extended, 0.4),
        (extending(), refused_extension, 0.2),
        (merged(), guested, 0.6),
    ],
)
def test_what_is_drawn_really_does_what_it_is_drawn_for(
    strategy: st.SearchStrategy[Any], holds: Callable[[Any], bool], least: float
) -> None:
    """A property of pauses says nothing about ledgers in which no pause counts."""
    seen: list[bool] = []

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(strategy)
    def look(drawn: Any) -> None:
        seen.append(holds(drawn))

    look()
    assert sum(seen) / len(seen) >= least


def test_every_pack_makes_promises_in_what_is_drawn() -> None:
    seen: set[str] = set()

    @settings(max_examples=200, deadline=None, derandomize=True, database=None)
    @given(ledgers())
    def look(facts: list[Fact]) -> None:
        seen.update(one.pack for one in promises(facts))

    look()
    assert set(ALL) - seen == set()


@SHORT
@given(merged())
def test_a_merger_taken_back_leaves_no_trace(pair: tuple[list[Fact], list[Fact]]) -> None:
    """T27, §15.2: for child and master, paused, extended or not."""
    plain, whole = pair
    assert promises(whole) == promises(plain)


@SHORT
@given(st.one_of(ledgers(), pausing()))
def test_only_what_may_be_paused_stands_still(facts: list[Fact]) -> None:
    """C9: also when a running pause meets a case that has become another."""
    pausable = {(rule.pack, rule.name): rule.pausable for rule in RULES}
    for one in promises(facts):
        assert one.paused_since is None or pausable[one.pack, one.rule]


@SHORT
@given(ledgers())
def test_deriving_twice_gives_the_same_and_each_promise_once(facts: list[Fact]) -> None:
    found = promises(facts)
    assert promises(list(facts)) == found
    assert len(by_key(found)) == len(found)


@SHORT
@given(st.one_of(ledgers(), pausing(), extending(), merged().map(lambda pair: pair[1])))
def test_what_clocks_hear_of_a_ledger_promises_all_that_it_does(facts: list[Fact]) -> None:
    assert promises(list(heard(facts, BOOK).facts)) == promises(facts)


@SHORT
@given(ledgers())
def test_clocks_do_not_hear_who_answers_for_a_case_nor_what_was_suggested(
    facts: list[Fact],
) -> None:
    def told(owner: int) -> list[Fact]:
        more = {"owner": owner, "suggested": f"N-{owner}", "because": [owner]}
        return [replace(fact, facts={**fact.facts, **more}) for fact in facts]

    assert heard(told(7), BOOK) == heard(told(29), BOOK)
    assert heard(told(0), BOOK) != heard(told(7), BOOK)


@SHORT
@given(ledgers(), st.sampled_from(["CN-HENAN", "CN-CHONGQING"]))
def test_a_local_pack_never_makes_an_effective_due_later(facts: list[Fact], local: str) -> None:
    national = "CN-NATIONAL", "SEED-D", "SEED-A", "INTERNAL-TARGETS"
    without, with_local = promises(facts, *national), promises(facts, *national, local)
    for clock in {one.clock for one in without}:
        old, new = effective(without, clock), effective(with_local, clock)
        if old is not None and old.binding:
            assert new is not None
            assert new.due_at <= old.due_at


@SHORT
@given(extending())
def test_an_extension_never_moves_a_law_clock_that_does_not_allow_it(facts: list[Fact]) -> None:
    before = by_key(promises([fact for fact in facts if fact.verb not in EXTENDING]))
    for key, one in by_key(promises(facts)).items():
        if one.layer is Layer.LAW and one.pack != "SEED-D":
            assert one.due_at == before[key].due_at
            assert one.extensions == 0


@SHORT
@given(extending())
def test_an_extension_never_makes_a_due_earlier_and_counts_no_more_than_allowed(
    facts: list[Fact],
) -> None:
    most = {(rule.pack, rule.name): rule.max_extensions for rule in RULES}
    before = by_key(promises([fact for fact in facts if fact.verb not in EXTENDING]))
    for key, one in by_key(promises(facts)).items():
        assert one.extensions <= most[one.pack, one.rule]
        assert one.extensions == 0 or one.due_at > before[key].due_at


@SHORT
@given(pausing())
def test_a_pause_never_makes_a_due_earlier_and_never_gives_more_than_its_cap(
    facts: list[Fact],
) -> None:
    before = by_key(promises([fact for fact in facts if fact.verb not in {"pause", "ask"}]))
    for key, one in by_key(promises(facts)).items():
        assert one.due_at >= before[key].due_at
        assert one.due_at - before[key].due_at <= timedelta(days=40)
        assert one.paused_total >= timedelta()


@SHORT
@given(pausing())
def test_no_pause_moves_the_legal_answer(facts: list[Fact]) -> None:
    answers = [one for one in promises(facts) if one.clock == "ANSWER"]
    assert answers
    assert all(one.due_at == one.original_due_at for one in answers)


@SHORT
@given(st.one_of(ledgers(), pausing()))
def test_a_promise_of_working_days_ends_at_the_end_of_a_working_day(facts: list[Fact]) -> None:
    units = {(r.pack, r.name): r.amount.unit for r in RULES if r.amount and not r.printed}
    for one in promises(facts):
        if units.get((one.pack, one.rule)) is Unit.WD:
            midnight = one.due_at
            assert CALENDAR.works(day_of(midnight - timedelta(seconds=1)))
            assert day_of(midnight - timedelta(seconds=1)) != day_of(midnight)


@SHORT
@given(ledgers(), st.integers(1, 14))
def test_what_a_prefix_says_stands_until_something_touches_it(
    facts: list[Fact], length: int
) -> None:
    prefix = promises(facts[:length])
    whole = by_key(promises(facts))
    for one in prefix:
        later = whole[one.pack, one.clock, one.anchor]
        assert later.cycle == one.cycle
        assert later.original_due_at == one.original_due_at or later.rule != one.rule
        touched = _touching(facts[length:])
        ended_paused = one.paused_since is not None and later.stop_seq != one.stop_seq
        if not touched and not ended_paused:  # whatever stops it ends its pause
            assert replace(later, stopped_at=None, stop_seq=None) == replace(
                one, stopped_at=None, stop_seq=None
            )


@SHORT
@given(ledgers())
def test_alarms_come_in_order_and_the_breach_falls_on_the_due(facts: list[Fact]) -> None:
    for one in promises(facts):
        level, last = 0, None
        for _ in range(6):
            alarm = next_alarm(one, level)
            if alarm is None:
                break
            moment, level = alarm
            assert last is None or moment >= last or one.due_at < one.started_at
            assert level != 100 or moment == one.due_at
            last = moment


def _touching(facts: list[Fact]) -> bool:
    return any(fact.verb in MOVING | TELLING for fact in facts)
