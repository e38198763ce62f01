"""Scores are asked for decently and counted honestly (§7, §12.5, K9, K10)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.rules import survey
from jiesu.rules.letters.quiet import QuietHours
from jiesu.rules.survey.terms import our_own

NOON = datetime(2026, 9, 18, 4, 0, tzinfo=UTC)
GOOD = survey.RawAnswer(
    score=9,
    asked_at=NOON,
    answered_at=NOON + timedelta(days=7),
    answered_by="user",
    coached=False,
)


def test_an_ordinary_answer_counts() -> None:
    assert survey.judge_answer(GOOD).valid


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (replace(GOOD, coached=True), "coached"),
        (replace(GOOD, coached=True, score=99), "coached"),
        (replace(GOOD, collected_by_handler=True), "by_handler"),
        (replace(GOOD, answered_by="other"), "stranger"),
        (replace(GOOD, score=0), "out_of_scale"),
        (replace(GOOD, score=11), "out_of_scale"),
        (replace(GOOD, answered_at=NOON + timedelta(days=7, seconds=1)), "late"),
        (replace(GOOD, answered_before=True), "repeated"),
    ],
)
def test_an_answer_that_does_not_count_says_why(answer: survey.RawAnswer, reason: str) -> None:
    judgement = survey.judge_answer(answer)
    assert not judgement.valid
    assert judgement.excluded == reason
    assert our_own().excluded[reason] in judgement.because


def test_coaching_opens_a_quality_case_and_nothing_else_does() -> None:
    assert survey.judge_answer(replace(GOOD, coached=True)).opens == "SURVEY_COACHING"
    assert survey.judge_answer(replace(GOOD, score=0)).opens == ""


@pytest.mark.parametrize(
    ("last", "allowed"),
    [
        (None, True),
        (NOON - timedelta(days=7), True),
        (NOON - timedelta(days=7) + timedelta(seconds=1), False),
    ],
)
def test_a_user_is_asked_once_in_seven_days(last: datetime | None, allowed: bool) -> None:  # noqa: FBT001
    assert survey.may_ask(last, NOON, refused=False).allowed is allowed


def test_whoever_answered_t_is_not_asked_again() -> None:
    assert not survey.may_ask(None, NOON, refused=True).allowed


def test_nobody_calls_back_about_his_own_work() -> None:
    assert not survey.may_call_back("qian", {"qian", "li"}).allowed
    assert survey.may_call_back("zhou", {"qian", "li"}).allowed


@given(
    st.integers(0, 3 * 24 * 3600).map(lambda seconds: NOON + timedelta(seconds=seconds)),
    st.floats(0, 1, exclude_max=True),
)
def test_the_request_comes_after_two_to_twenty_four_hours_by_day(
    resolved_at: datetime,
    spread: float,
) -> None:
    at = survey.asking_moment(resolved_at, spread)
    assert timedelta(hours=2) <= at - resolved_at <= timedelta(hours=24)
    assert not QuietHours().includes(at)


def test_the_indices_are_kept_apart() -> None:
    found = survey.indices([10, 9, 7, 6, 10])
    assert found.top_box.rate == Fraction(2, 5)
    assert found.high.rate == Fraction(3, 5)
    assert found.satisfied.rate == Fraction(4, 5)
    assert found.mean == Fraction(42, 5)
    assert found.satisfied.said() == "满意率（≥7分）80.0%（4/5）"


def test_without_answers_there_is_no_rate() -> None:
    found = survey.indices([])
    assert found.mean is None
    assert found.top_box.said() == "满分率（≥10分）—（0/0）"


@given(st.lists(st.integers(1, 10), min_size=1))
def test_a_stricter_index_is_never_higher(scores: list[int]) -> None:
    found = survey.indices(scores)
    assert found.top_box.count <= found.high.count <= found.satisfied.count <= len(scores)


def test_few_scores_are_not_shown_to_those_who_were_scored() -> None:
    assert not survey.may_show_to_scored(4)
    assert survey.may_show_to_scored(5)
