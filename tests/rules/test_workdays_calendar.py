"""What the calendar says of a day, of a year not announced, and of an imported one (C1–C3)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from chinese_calendar.constants import holidays

from jiesu.rules.workdays.amounts import parse_amount
from jiesu.rules.workdays.calendar import (
    Calendar,
    Day,
    Kind,
    Status,
    book_calendar,
    next_year_alarm,
)
from jiesu.rules.workdays.due import Due, Roll, due, internal_due
from jiesu.rules.workdays.importing import parse_days
from jiesu.rules.workdays.local import local_books, local_days
from jiesu.rules.workdays.shanghai import SHANGHAI, end_of
from jiesu.rules.workdays.statute import lunar_days, made_up_days, statute, statutory_days

OFFICIAL_NAMES = {
    "春节": {"Spring Festival"},
    "端午": {"Dragon Boat Festival"},
    "中秋": {"Mid-autumn Festival", "National Day"},
}

# A plausible notice for 2027; the real one is not published yet.
NOTICE_2027 = """\
日期,类型,名称
2026-12-31,BRIDGE_OFF,元旦
2026-12-26,MAKEUP_WORK,元旦
2027-01-01,法定节假日,元旦
2027-01-02,周末,元旦
2027-01-03,周末,元旦
2027-02-04,调休放假,春节
2027-02-05,法定节假日,春节
2027-02-06,法定节假日,春节
2027-02-07,法定节假日,春节
2027-02-08,法定节假日,春节
2027-02-09,法定节假日,春节补假
2027-02-10,法定节假日,春节补假
2027-02-14,调休上班,春节
2027-04-05,法定节假日,清明节
2027-05-01,法定节假日,劳动节
2027-05-02,法定节假日,劳动节
2027-05-03,法定节假日,劳动节补假
2027-05-04,法定节假日,劳动节补假
2027-06-09,法定节假日,端午节
2027-09-15,法定节假日,中秋节
2027-10-01,法定节假日,国庆节
2027-10-02,法定节假日,国庆节
2027-10-03,法定节假日,国庆节
2027-10-04,法定节假日,国庆节补假
2027-10-05,法定节假日,国庆节补假
2027-10-06,调休放假,国庆节
2027-10-09,调休上班,国庆节
"""
SOURCE = "国办发明电〔2026〕示例号"
BOOK = book_calendar()
WITH_2027 = book_calendar(parse_days(NOTICE_2027, SOURCE))
START = datetime(2026, 12, 14, 10, tzinfo=SHANGHAI)


def test_a_day_says_what_it_is_and_who_said_so() -> None:
    eve = BOOK.day(date(2026, 2, 16))
    assert (eve.kind, eve.status, eve.name) == (Kind.STATUTORY, Status.OFFICIAL, "春节")
    assert "国务院办公厅" in eve.source
    assert BOOK.day(date(2026, 2, 20)).kind is Kind.BRIDGE_OFF
    assert BOOK.day(date(2026, 2, 22)).kind is Kind.WEEKEND
    assert BOOK.day(date(2026, 2, 28)).kind is Kind.MAKEUP_WORK
    assert BOOK.day(date(2026, 3, 2)).kind is Kind.WORKDAY


@pytest.mark.parametrize("example", statute()["example"], ids=lambda e: str(e["year"]))
def test_the_statute_gives_its_worked_example(example: dict[str, Any]) -> None:
    assert sorted(statutory_days(example["year"])) == example["statutory"]
    assert sorted(made_up_days(example["year"])) == example["made_up"]


def test_two_holidays_may_meet_on_one_day() -> None:
    assert statutory_days(2028)[date(2028, 10, 3)] == "中秋节、国庆节"


@pytest.mark.parametrize("year", range(2004, 2027))
def test_no_announced_year_ever_made_people_work_on_a_statutory_day(year: int) -> None:
    """Lunar dates and Qingming are checked here against 23 official notices."""
    assert not any(BOOK.works(on) for on in statutory_days(year))


@pytest.mark.parametrize("year", range(2004, 2027))
def test_every_lunar_day_lies_in_the_official_holiday_of_its_name(year: int) -> None:
    """端午 and 中秋 are days off since 2008; in 2012 端午 was a Saturday and the Friday given."""
    days = lunar_days()[str(year)]
    for name in days if year >= 2008 else ["春节"]:
        given = date(2012, 6, 22) if days[name] == date(2012, 6, 23) else days[name]
        assert holidays[given] in OFFICIAL_NAMES[name]


def test_lunar_days_keep_the_distances_of_the_lunar_calendar() -> None:
    for days in lunar_days().values():
        assert days["春节"].replace(month=1, day=21) <= days["春节"]
        assert days["春节"] <= days["春节"].replace(month=2, day=21)
        assert 122 - 1 <= (days["端午"] - days["春节"]).days <= 123 + 30
        assert 98 - 1 <= (days["中秋"] - days["端午"]).days <= 99 + 30


def test_a_year_without_notice_is_reckoned_from_the_statute() -> None:
    days = [BOOK.day(date(2027, 1, 1) + timedelta(n)) for n in range(365)]
    assert {day.status for day in days} == {Status.PROVISIONAL}
    assert {day.kind for day in days} == {Kind.WORKDAY, Kind.WEEKEND, Kind.STATUTORY}
    assert sum(day.kind is Kind.STATUTORY for day in days) == 13 + 6


def test_the_last_week_of_december_waits_for_the_next_notice() -> None:
    assert BOOK.day(date(2026, 12, 24)).status is Status.OFFICIAL
    assert BOOK.day(date(2026, 12, 25)).status is Status.PROVISIONAL
    assert BOOK.day(date(2026, 12, 31)).status is Status.PROVISIONAL
    assert BOOK.day(date(2025, 12, 31)).status is Status.OFFICIAL


def test_the_precedent_of_2018_stands_in_the_book() -> None:
    """C3: Saturday 29 December worked for Monday 31 December."""
    assert BOOK.day(date(2018, 12, 29)).kind is Kind.MAKEUP_WORK
    assert BOOK.day(date(2018, 12, 31)).kind is Kind.BRIDGE_OFF


def test_no_notice_ever_exchanged_a_december_day_that_we_call_settled() -> None:
    settled = (date(year, 12, day) for year in range(2004, 2027) for day in range(1, 25))
    assert all(BOOK.day(on).kind in {Kind.WORKDAY, Kind.WEEKEND} for on in settled)


def test_an_imported_notice_makes_its_year_official_and_settles_december() -> None:
    assert not BOOK.announced(2027)
    assert WITH_2027.announced(2027)
    assert WITH_2027.day(date(2027, 3, 1)).status is Status.OFFICIAL
    assert WITH_2027.day(date(2026, 12, 28)).status is Status.OFFICIAL
    assert WITH_2027.day(date(2026, 12, 31)).kind is Kind.BRIDGE_OFF
    assert WITH_2027.day(date(2027, 12, 25)).status is Status.PROVISIONAL
    assert WITH_2027.works(date(2027, 2, 14))
    assert not WITH_2027.works(date(2027, 10, 6))


def test_half_a_notice_does_not_make_a_year_official() -> None:
    half = book_calendar(parse_days("date,kind\n2027-01-01,STATUTORY\n", SOURCE))
    assert not half.announced(2027)
    assert half.missing(2027)[0] == date(2027, 2, 5)
    assert half.day(date(2027, 1, 1)).status is Status.OFFICIAL
    assert half.day(date(2027, 1, 4)).status is Status.PROVISIONAL


def test_a_due_date_is_reckoned_anew_when_the_notice_comes() -> None:
    amount = parse_amount("15wd")
    expected, settled = due(START, amount, BOOK), due(START, amount, WITH_2027)
    assert expected == Due(end_of(date(2027, 1, 5)), provisional=True)
    assert settled == Due(end_of(date(2027, 1, 5)), provisional=False)
    longer, later = parse_amount("13wd"), due(START, parse_amount("13wd"), WITH_2027)
    assert due(START, longer, BOOK).at == end_of(date(2026, 12, 31))
    assert later == Due(end_of(date(2026, 12, 30)), provisional=False)


def test_a_law_clock_is_never_lengthened_inside() -> None:
    old = Due(end_of(date(2027, 2, 4)), provisional=True)
    new = Due(end_of(date(2027, 2, 11)), provisional=False)
    assert internal_due(old, new, law=True) == Due(old.at, provisional=False)
    assert internal_due(old, new, law=False) == new
    assert internal_due(new, old, law=True) == old


def test_days_that_do_not_roll_do_not_depend_on_the_calendar() -> None:
    fifteen = parse_amount("15d")
    assert not due(START, fifteen, BOOK).provisional
    assert due(START, fifteen, BOOK, roll=Roll.NEXT_WD).provisional
    assert not due(START, fifteen, WITH_2027, roll=Roll.NEXT_WD).provisional


def test_the_version_changes_exactly_when_a_day_changes() -> None:
    same = BOOK.day(date(2026, 3, 2))
    off = Day(same.date, Kind.STATUTORY, Status.LOCAL, "市政府通告")
    assert Calendar().version == BOOK.version == Calendar([same]).version
    assert Calendar([off]).version not in {BOOK.version, WITH_2027.version}
    assert Calendar([same]) == BOOK
    assert hash(Calendar([same])) == hash(BOOK)
    assert len({Calendar([off]), BOOK, WITH_2027, Calendar()}) == 3


def test_the_later_of_two_rows_for_a_day_counts() -> None:
    on = date(2026, 3, 2)
    first = Day(on, Kind.STATUTORY, Status.LOCAL, "通告一")
    second = Day(on, Kind.WORKDAY, Status.LOCAL, "通告二")
    assert book_calendar([first, second]).works(on)
    assert not book_calendar([second, first]).works(on)


@pytest.mark.parametrize(
    ("today", "calendar", "alarm"),
    [
        (date(2026, 10, 31), BOOK, None),
        (date(2026, 11, 1), BOOK, "amber"),
        (date(2026, 12, 14), BOOK, "amber"),
        (date(2026, 12, 15), BOOK, "red"),
        (date(2026, 12, 31), WITH_2027, None),
        (date(2027, 1, 1), BOOK, "red"),
        (date(2027, 6, 1), WITH_2027, None),
    ],
)
def test_the_missing_notice_raises_an_alarm(
    today: date, calendar: Calendar, alarm: str | None
) -> None:
    assert next_year_alarm(today, calendar) == alarm


def test_a_year_outside_the_book_is_refused() -> None:
    with pytest.raises(ValueError, match="2000 到 2050"):
        BOOK.day(date(2100, 1, 1))


@pytest.mark.parametrize(
    ("region", "example"),
    [(region, example) for region, book in local_books().items() for example in book["example"]],
)
def test_a_regions_days_give_its_worked_examples(region: str, example: dict[str, Any]) -> None:
    start = datetime.combine(example["start"], datetime.min.time(), SHANGHAI).astimezone(UTC)
    amount = parse_amount(example["amount"])
    here = book_calendar(local_days(region))
    assert due(start, amount, here) == Due(end_of(example["due"]), provisional=False)
    assert due(start, amount, BOOK).at == end_of(example["elsewhere"])


def test_a_region_without_a_file_has_no_days_of_its_own() -> None:
    assert local_days("110000") == ()


def test_a_public_json_file_is_read() -> None:
    text = """{"year": 2027, "days": [
      {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
      {"name": "元旦", "date": "2027-01-02", "isOffDay": true},
      {"name": "春节", "date": "2027-02-04", "isOffDay": true},
      {"name": "春节", "date": "2027-02-14", "isOffDay": false}
    ]}"""
    days = parse_days(text, SOURCE)
    assert [day.kind for day in days] == [
        Kind.STATUTORY,
        Kind.WEEKEND,
        Kind.BRIDGE_OFF,
        Kind.MAKEUP_WORK,
    ]
    assert {(day.status, day.source) for day in days} == {(Status.OFFICIAL, SOURCE)}


def test_a_json_list_may_carry_its_own_status_and_source() -> None:
    row = '[{"date": "2026-03-02", "kind": "STATUTORY", "status": "LOCAL", "source": "市府令"}]'
    assert parse_days(row) == [Day(date(2026, 3, 2), Kind.STATUTORY, Status.LOCAL, "市府令")]
