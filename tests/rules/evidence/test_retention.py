"""Nothing is kept longer than it must, and nothing held is lost (§18)."""

from datetime import date

import msgspec
import pytest

from jiesu.rules.evidence import RetentionClass, kept_until

MADE = date(2026, 8, 31)
CLOSED = date(2026, 9, 18)


@pytest.mark.parametrize(
    ("name", "until"),
    [
        ("case", date(2029, 9, 18)),
        ("recording_of_case", date(2028, 8, 31)),
        ("recording", date(2027, 2, 28)),
        ("id_copy", date(2026, 10, 18)),
        ("field_gps", date(2026, 9, 30)),
        ("survey_raw", date(2027, 8, 31)),
        ("sms", date(2027, 2, 28)),
        ("audit", date(2029, 8, 31)),
    ],
)
def test_each_class_has_its_term(name: str, until: date) -> None:
    assert kept_until(name, MADE, CLOSED) == until


def test_an_open_case_has_no_last_day() -> None:
    assert kept_until("case", MADE, None) is None


def test_a_legal_hold_wins() -> None:
    assert kept_until("id_copy", MADE, CLOSED, held=True) is None


def test_nobody_may_set_a_term_below_the_law() -> None:
    row = {"zh": "短信", "since": "made", "then": "delete", "clause": "R22", "least_months": 6}
    with pytest.raises(msgspec.ValidationError, match="6个月"):
        msgspec.convert({**row, "months": 5}, RetentionClass)
