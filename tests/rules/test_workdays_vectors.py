"""The sixteen vectors of §9.3, the worked examples K1 and §6.4, and the years of §9.1."""

from datetime import UTC, date, datetime, timedelta

import pytest

from jiesu.rules.workdays.amounts import parse_amount
from jiesu.rules.workdays.calendar import Kind, book_calendar
from jiesu.rules.workdays.due import Due, Roll, due
from jiesu.rules.workdays.shanghai import SHANGHAI, end_of

CALENDAR = book_calendar()
COLUMNS = ("2wd", "5wd", "7wd", "15wd")
# start, the four columns of working days, 15 days without and with the roll
VECTORS = """
2024-02-09 02-19 02-22 02-26 03-07 02-24 02-26
2024-04-03 04-08 04-11 04-15 04-25 04-18 04-18
2024-09-30 10-09 10-12 10-15 10-25 10-15 10-15
2025-01-24 01-27 02-07 02-10 02-20 02-08 02-08
2025-04-30 05-07 05-12 05-14 05-26 05-15 05-15
2025-09-26 09-29 10-10 10-13 10-23 10-11 10-11
2026-01-01 01-05 01-08 01-12 01-22 01-16 01-16
2026-02-13 02-24 02-27 03-02 03-12 02-28 02-28
2026-02-14 02-25 02-28 03-03 03-13 03-01 03-02
2026-04-30 05-07 05-11 05-13 05-25 05-15 05-15
2026-05-08 05-11 05-14 05-18 05-28 05-23 05-25
2026-09-18 09-21 09-24 09-29 10-15 10-03 10-08
2026-09-24 09-29 10-09 10-12 10-22 10-09 10-09
2026-09-30 10-09 10-13 10-15 10-27 10-15 10-15
2026-11-24 11-26 12-01 12-03 12-15 12-09 12-09
2026-12-14 12-16 12-21 12-23 2027 12-29 12-29
"""
ROWS = [line.split() for line in VECTORS.split("\n") if line]
MADE_UP = {
    2024: "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    2025: "01-26 02-08 04-27 09-28 10-11",
    2026: "01-04 02-14 02-28 05-09 09-20 10-10",
}
OFF_2026 = (
    ("01-01", "01-03"),
    ("02-15", "02-23"),
    ("04-04", "04-06"),
    ("05-01", "05-05"),
    ("06-19", "06-21"),
    ("09-25", "09-27"),
    ("10-01", "10-07"),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
@pytest.mark.parametrize("hour", ["00:00", "09:00", "23:59:59"])
def test_a_period_ends_where_the_domain_says(row: list[str], hour: str) -> None:
    start, *wanted = row
    begun = at(f"{start}T{hour}")
    cases = [(parse_amount(text), Roll.NONE) for text in COLUMNS]
    cases += [(parse_amount("15d"), roll) for roll in (Roll.NONE, Roll.NEXT_WD)]
    for (amount, roll), want in zip(cases, wanted, strict=True):
        got = due(begun, amount, CALENDAR, roll=roll)
        if want == "2027":
            assert got.provisional
            assert got.at.year == 2027
        else:
            assert got.at == end_of(date.fromisoformat(f"{start[:4]}-{want}"))
            touches = roll is Roll.NEXT_WD and want == "12-29"
            assert got.provisional is touches


def test_fifteen_working_days_from_mid_december_are_only_expected() -> None:
    got = due(at("2026-12-14T10:00"), parse_amount("15wd"), CALENDAR)
    assert got == Due(at("2027-01-06T00:00").astimezone(UTC), provisional=True)


def test_k1_received_on_the_eve_of_a_make_up_saturday() -> None:
    received = at("2026-02-13T17:00")
    regulation = due(received, parse_amount("24h"), CALENDAR)
    notice = due(received, parse_amount("2wd"), CALENDAR)
    assert regulation.at == at("2026-02-14T17:00")
    assert notice.at == end_of(date(2026, 2, 24))
    assert min(regulation.at, notice.at) == at("2026-02-14T17:00")


@pytest.mark.parametrize(
    ("amount", "roll", "want"),
    [
        ("5min", Roll.NONE, "2026-09-18T17:35"),
        ("24h", Roll.NONE, "2026-09-19T17:30"),
        ("48h", Roll.NONE, "2026-09-20T17:30"),
        ("72h", Roll.NONE, "2026-09-21T17:30"),
        ("2wd", Roll.NONE, "2026-09-22"),
        ("5wd", Roll.NONE, "2026-09-25"),
        ("15wd", Roll.NONE, "2026-10-16"),
        ("7wd", Roll.NONE, "2026-09-30"),
        ("15d", Roll.NONE, "2026-10-04"),
        ("15d", Roll.NEXT_WD, "2026-10-09"),
        ("10wd", Roll.NONE, "2026-10-10"),
        ("45wd", Roll.NONE, "2026-11-27"),
        ("60d", Roll.NONE, "2026-11-18"),
        ("30d", Roll.NONE, "2026-10-19"),
    ],
)
def test_one_case_under_all_packs(amount: str, roll: Roll, want: str) -> None:
    """§6.4; a day's 24:00 is written as the midnight that follows."""
    got = due(at("2026-09-18T17:30"), parse_amount(amount), CALENDAR, roll=roll)
    assert got == Due(at(want).astimezone(UTC), provisional=False)


@pytest.mark.parametrize(("year", "number"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_its_announced_working_days(year: int, number: int) -> None:
    assert sum(CALENDAR.works(on) for on in days(year)) == number


@pytest.mark.parametrize("year", MADE_UP)
def test_make_up_days_are_those_announced(year: int) -> None:
    made_up = [on for on in days(year) if CALENDAR.day(on).kind is Kind.MAKEUP_WORK]
    assert " ".join(f"{on:%m-%d}" for on in made_up) == MADE_UP[year]
    assert all(CALENDAR.works(on) for on in made_up)


def test_the_holidays_of_2026_are_off_from_first_to_last_day() -> None:
    for first, last in OFF_2026:
        block = [on for on in days(2026) if first <= f"{on:%m-%d}" <= last]
        assert not any(CALENDAR.works(on) for on in block)
