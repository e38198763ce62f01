"""Who is on duty at a moment, by the hours noted and by absences."""

from datetime import UTC, datetime

import pytest

from jiesu.rules.routing.shifts import away, on_shift

DAYS = [(day, "08:30", "17:30") for day in range(1, 6)]
FRIDAY_MORNING = datetime(2026, 9, 18, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "there"),
    [
        (FRIDAY_MORNING, True),
        (datetime(2026, 9, 18, 0, 29, tzinfo=UTC), False),
        (datetime(2026, 9, 18, 0, 30, tzinfo=UTC), True),
        (datetime(2026, 9, 18, 9, 30, tzinfo=UTC), False),
        (datetime(2026, 9, 19, 1, 0, tzinfo=UTC), False),
    ],
)
def test_a_shift_is_read_in_the_house_s_time_and_ends_before_its_end(
    moment: datetime, *, there: bool
) -> None:
    assert on_shift(DAYS, moment) is there


def test_without_shifts_one_is_always_on_duty() -> None:
    assert on_shift([], datetime(2026, 9, 19, 19, 0, tzinfo=UTC))


def test_a_night_is_two_shifts_and_midnight_belongs_to_the_second() -> None:
    night = [(5, "20:00", "24:00"), (6, "00:00", "08:00")]
    assert on_shift(night, datetime(2026, 9, 18, 15, 59, tzinfo=UTC))
    assert on_shift(night, datetime(2026, 9, 18, 16, 0, tzinfo=UTC))
    assert not on_shift(night, datetime(2026, 9, 19, 0, 0, tzinfo=UTC))


def test_whoever_is_away_is_back_at_the_moment_told() -> None:
    since, until = datetime(2026, 9, 18, tzinfo=UTC), datetime(2026, 9, 20, tzinfo=UTC)
    assert away([(since, until)], since)
    assert not away([(since, until)], until)
    assert not away([], since)
