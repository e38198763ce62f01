"""Signs of an outage: the book's own examples, and that order and zone do not matter."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.rules.outages import Complaint, Suspicion, load_signs, suspected
from jiesu.rules.outages.book import Example

BOOK = load_signs()
NOW = datetime(2026, 9, 18, 9, 30, tzinfo=UTC)


def ago(minutes: int) -> datetime:
    return NOW - timedelta(minutes=minutes)


def complaints(example: Example) -> list[Complaint]:
    return [Complaint(one.unit, one.category, ago(one.minutes_ago)) for one in example.complaints]


@pytest.mark.parametrize("example", BOOK.example, ids=lambda one: one.story)
def test_the_book_works_out_its_own_examples(example: Example) -> None:
    want = [Suspicion(one.unit, one.count, ago(one.minutes_ago)) for one in example.suspected]
    assert suspected(complaints(example), NOW, BOOK.signs) == want
    assert suspected(complaints(example)[::-1], NOW, BOOK.signs) == want


def test_the_numbers_are_those_decided_and_name_their_clause() -> None:
    assert (BOOK.signs.minutes, BOOK.signs.least, BOOK.signs.categories) == (120, 3, ("N-01",))
    assert BOOK.clause


def test_a_code_that_only_begins_alike_is_another_matter() -> None:
    assert BOOK.signs.concerns("N-01")
    assert BOOK.signs.concerns("N-01-03")
    assert not BOOK.signs.concerns("N-011")
    assert not BOOK.signs.concerns("")


@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 240)), max_size=12))
def test_whoever_is_suspected_has_enough_of_them(told: list[tuple[str, int]]) -> None:
    come = [Complaint(unit, "N-01-03", ago(minutes)) for unit, minutes in told]
    for one in suspected(come, NOW, BOOK.signs):
        counted = [m for unit, m in told if unit == one.unit and m <= BOOK.signs.minutes]
        assert one.count == len(counted) >= BOOK.signs.least
        assert one.since == ago(max(counted))
