"""What holds for every ledger (hypothesis): §6.2, C5, C9, C10, C12."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from jiesu.rules.clocks.derive import derive, effective, next_alarm
from jiesu.rules.clocks.promise import Fact, Promise
from jiesu.rules.policies.pack import Layer
from jiesu.rules.policies.shelf import load_shelf
from jiesu.rules.policies.traits import TELLING, Traits
from jiesu.rules.workdays.amounts import Unit
from jiesu.rules.workdays.shanghai import day_of
from rules.clocks.ledger import CALENDAR, at, rules_of

ALL = tuple(sorted(load_shelf().packs))
RULES = rules_of(*ALL)
SHORT = settings(max_examples=50, deadline=None)
SPOKEN = """
register ask supplement accept refuse guide settle dispatch investigate find conclude propose agree
object reconcile deadlock resolve call_back close reopen appeal decide_appeal withdraw merge unmerge
attach_external check_external reply_external external_returned external_accepted pause resume
extend file_extension classify prioritise contact report_progress expedite score pay_remedy
acknowledge hand_over order_create order_assign order_contact order_appoint order_reschedule
order_arrive order_fix order_done rectify plan_rectification verify_rectification
"""
VERBS = tuple(SPOKEN.split())
EXTENDING = {"extend", "file_extension"}
MOVING = {"pause", "resume", "ask", "supplement", "merge"} | EXTENDING
TOLD = st.sampled_from(["user_told", "progress_note"])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)).map(  # noqa: DTZ001 - zoned next
    lambda moment: moment.replace(microsecond=0, tzinfo=at("2026-01-01 00:00").tzinfo)
)
CLOCKS = st.sampled_from(["INVEST", "SOLVE", "ANSWER", "SAME_DAY", "EXTERNAL", "ACCEPT"])
SAID = st.fixed_dictionaries(
    {},
    optional={
        "reason": st.sampled_from(["WAIT_USER_INFO", "WAIT_USER_TIME", "FORCE_MAJEURE"]),
        "category": st.sampled_from(["N-01-03", "F-01-01", "P-04-01"]),
        "rural": st.booleans(),
        "region": st.sampled_from(["410100", "500100", "370100", "110100"]),
        "priority": st.sampled_from(["P1", "P3"]),
        "external_source": st.sampled_from(["12345", "12315", "miit"]),
        "procedure": st.sampled_from(["ODR", "MEDIATION"]),
        "order": st.sampled_from(["1", "2"]),
        "kind": st.sampled_from(["FIELD", "DEPARTMENT"]),
        "clock": CLOCKS,
        "new_due_at": MOMENTS.map(datetime.isoformat),
        "window_end": MOMENTS.map(datetime.isoformat),
        "user_told": st.just(value=True),
        "progress_note": st.just(value=True),
        "answered": st.booleans(),
        "evidence": st.sampled_from(["", "call 7"]),
        "into": st.just("TS1"),
        "remedies": st.just(["CP1"]),
    },
)


@st.composite
def ledgers(draw: st.DrawFn, verbs: tuple[str, ...] = VERBS) -> list[Fact]:
    now = draw(MOMENTS)
    told = draw(SAID)
    facts = [Fact(1, "receive", now, {**told, "received_at": now.isoformat()})]
    for seq in range(2, draw(st.integers(2, 14)) + 1):
        now += timedelta(minutes=draw(st.integers(0, 9000)))
        facts.append(Fact(seq, draw(st.sampled_from(verbs)), now, draw(SAID)))
    return facts


@st.composite
def pausing(draw: st.DrawFn) -> list[Fact]:
    """A running case that is mostly paused and resumed."""
    facts = draw(ledgers(("pause", "pause", "resume", "ask", "supplement", "classify")))
    begun = {"received_at": facts[0].facts["received_at"], "category": "N-01-03"}
    first = Fact(1, "receive", facts[0].at, begun)
    return [first, Fact(0, "accept", facts[0].at, {}), *facts[1:]]


@st.composite
def extending(draw: st.DrawFn) -> list[Fact]:
    """A running case whose clocks are extended by days, told and filed, mostly in time."""
    facts = draw(pausing())[:3]
    now = facts[-1].at
    for seq in range(3, draw(st.integers(3, 8)) + 1):
        now += timedelta(hours=draw(st.integers(0, 60)))
        new = now + timedelta(days=draw(st.integers(5, 30)))
        told = {"clock": draw(CLOCKS), "new_due_at": new.isoformat()}
        told |= dict.fromkeys(draw(st.sets(TOLD)), "yes")
        facts.append(Fact(100 + seq, "extend", now, told))
        facts.append(Fact(200 + seq, "file_extension", now + timedelta(hours=1), told))
    return facts


def promises(facts: list[Fact], *packs: str) -> tuple[Promise, ...]:
    rules = rules_of(*packs) if packs else RULES
    return derive(facts, rules, Traits(), CALENDAR)


def by_key(found: tuple[Promise, ...]) -> dict[tuple[str, str, int], Promise]:
    return {(one.pack, one.clock, one.anchor): one for one in found}


@SHORT
@given(ledgers())
def test_deriving_twice_gives_the_same_and_each_promise_once(facts: list[Fact]) -> None:
    found = promises(facts)
    assert promises(list(facts)) == found
    assert len(by_key(found)) == len(found)


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
        if not touched:
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
