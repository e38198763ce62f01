"""At night only what the user waits for is sent (§19)."""

from datetime import UTC, datetime

import pytest

from jiesu.rules.letters.book import our_own
from jiesu.rules.letters.quiet import QuietHours

EVENING = datetime(2026, 9, 18, 13, 0, tzinfo=UTC)  # 21:00 in Shanghai
NIGHT = datetime(2026, 9, 18, 23, 59, 59, tzinfo=UTC)  # 07:59:59
MORNING = datetime(2026, 9, 19, 0, 0, tzinfo=UTC)  # 08:00
DAY = datetime(2026, 9, 19, 12, 59, tzinfo=UTC)  # 20:59


@pytest.mark.parametrize(
    ("at", "sent"),
    [(EVENING, MORNING), (NIGHT, MORNING), (MORNING, MORNING), (DAY, DAY)],
)
def test_an_ordinary_letter_waits_for_the_morning(at: datetime, sent: datetime) -> None:
    assert QuietHours().earliest_sending(our_own().template("N03"), at, urgent=False) == sent


@pytest.mark.parametrize("code", ["N07", "N12", "N19O", "N01"])
def test_what_the_user_waits_for_is_sent_at_once(code: str) -> None:
    assert QuietHours().earliest_sending(our_own().template(code), NIGHT, urgent=False) == NIGHT


def test_an_urgent_case_is_written_to_at_night() -> None:
    assert QuietHours().earliest_sending(our_own().template("N03"), NIGHT, urgent=True) == NIGHT
