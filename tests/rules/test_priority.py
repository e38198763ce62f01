"""Priority follows the matrix, explains itself, and does not look at who complains (§14)."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from jiesu.rules.priority import AdjustmentError, Situation, adjust, assess, load_priorities
from jiesu.rules.priority.book import Example
from jiesu.rules.taxonomy import load_taxonomy
from jiesu.rules.wording import in_chinese

BOOK = load_priorities()
CODES = sorted(load_taxonomy().categories)
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
WEEK = timedelta(days=7)

situations = st.builds(
    Situation,
    category=st.sampled_from(CODES),
    total_loss=st.booleans(),
    safety=st.booleans(),
    affected_users=st.integers(1, 100),
    amount_fen=st.integers(0, 100_000),
    external=st.booleans(),
    vulnerable=st.booleans(),
    works_from_home=st.booleans(),
    repeat_no=st.integers(1, 4),
    expedites=st.integers(0, 4),
    reopened=st.booleans(),
    clock_left_ratio=st.none() | st.floats(-1, 1),
    law_clock_hours_left=st.none() | st.floats(-10, 400),
    agreed_later=st.booleans(),
)


@pytest.mark.parametrize("example", BOOK.examples, ids=lambda example: example.story)
def test_an_example_gets_its_level(example: Example) -> None:
    situation = msgspec.convert(example.given, Situation)
    assert assess(situation, BOOK).level == example.level, assess(situation, BOOK).because


def test_every_category_has_an_impact() -> None:
    assert all(BOOK.of_category(code).because for code in CODES)
    with pytest.raises(LookupError, match="X-01"):
        BOOK.of_category("X-01")


def test_the_matrix_is_that_of_the_clause() -> None:
    rows = ["".join(BOOK.matrix[i][u][1] for u in ("U1", "U2", "U3", "U4")) for i in BOOK.matrix]
    assert rows == ["1112", "1223", "2234", "3344"]


def test_a_reason_is_told_in_words() -> None:
    priority = assess(Situation(category="N-01", vulnerable=True), BOOK)
    assert priority.because == (
        "无法上网",
        "业务全部中断",
        "特殊需要用户业务全部中断",
    )
    assert (priority.level, priority.impact, priority.urgency) == ("P1", "I2", "U1")


def test_value_fame_and_tone_are_not_even_told() -> None:
    told = set(Situation.__struct_fields__)
    assert not told & {"stars", "value", "vip", "media", "rude", "tone", "channel"}


@given(situations, st.integers(0, 5), st.integers(0, 5))
def test_more_pressing_never_lowers_the_priority(
    situation: Situation, repeats: int, expedites: int
) -> None:
    before = assess(situation, BOOK).level
    worse = [
        replace(situation, vulnerable=True),
        replace(situation, works_from_home=True),
        replace(situation, repeat_no=situation.repeat_no + repeats),
        replace(situation, expedites=situation.expedites + expedites),
        replace(situation, reopened=True),
        replace(situation, external=True),
        replace(situation, clock_left_ratio=0.0),
        replace(situation, law_clock_hours_left=-1.0),
        replace(situation, affected_users=situation.affected_users + 50),
        replace(situation, amount_fen=situation.amount_fen + 50_000),
        replace(situation, agreed_later=False),
    ]
    assert all(assess(each, BOOK).level <= before for each in worse)


@given(situations)
def test_a_transfer_from_outside_is_never_below_p2(situation: Situation) -> None:
    assert assess(replace(situation, external=True), BOOK).level <= "P2"


@given(situations)
def test_every_priority_has_a_reason(situation: Situation) -> None:
    assert all(assess(situation, BOOK).because)


def test_a_person_may_move_it_one_step_with_reason_and_end() -> None:
    computed = assess(Situation(category="N-04"), BOOK)
    change = adjust(computed, "P2", reason="用户家中有考生", now=NOW, until=NOW + WEEK, book=BOOK)
    assert change.level_of(computed, NOW) == "P2"
    assert change.level_of(computed, NOW + WEEK) == "P3"


def test_a_change_by_hand_moves_with_what_is_computed() -> None:
    computed = assess(Situation(category="N-04"), BOOK)
    change = adjust(
        computed, "P4", reason="用户在外地，下周才回", now=NOW, until=NOW + WEEK, book=BOOK
    )
    worse = assess(Situation(category="N-04", safety=True), BOOK)
    assert change.level_of(worse, NOW) == "P2"


@pytest.mark.parametrize(
    ("to", "reason", "days", "told"),
    [
        ("P1", "用户家中有考生", 1, "1级"),
        ("P3", "用户家中有考生", 1, "1级"),
        ("P2", " 急 ", 1, "理由"),
        ("P2", "用户家中有考生", 0, "截止"),
        ("P2", "用户家中有考生", 8, "最长7天"),
    ],
)
def test_a_change_by_hand_has_bounds(to: str, reason: str, days: int, told: str) -> None:
    computed = assess(Situation(category="N-04"), BOOK)
    with pytest.raises(AdjustmentError) as refused:
        adjust(computed, to, reason=reason, now=NOW, until=NOW + timedelta(days=days), book=BOOK)
    assert told in in_chinese(refused.value.because)


def test_each_level_says_what_it_promises() -> None:
    assert BOOK.target("P1").contact_minutes == 15
    assert BOOK.target("P1").inform == "L3"
    assert BOOK.target("P4").done_minutes == 3 * 24 * 60
