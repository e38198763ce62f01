"""Hours, service hours, days and working days; what must hold whatever the dates."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.rules.wording import in_chinese
from jiesu.rules.workdays.amounts import Amount, Unit, parse_amount
from jiesu.rules.workdays.calendar import Calendar, Day, Kind, Status, book_calendar
from jiesu.rules.workdays.due import Due, Roll, ServiceHours, due
from jiesu.rules.workdays.due import explain as explained
from jiesu.rules.workdays.shanghai import SHANGHAI, day_of, end_of, said, said_day, said_start

BOOK = book_calendar()
DAYS = st.dates(date(2004, 1, 1), date(2027, 12, 1))
MOMENTS = st.builds(datetime.combine, DAYS, st.times(), st.just(UTC))
NUMBERS = st.integers(1, 60)
UNITS = st.sampled_from(Unit)
ROLLS = st.sampled_from(Roll)


def explain(*period: Any, **bounds: Any) -> tuple[str, ...]:
    """The reckoning as Chinese readers read it."""
    return tuple(map(in_chinese, explained(*period, **bounds)))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ("2026-02-17T23:50", "30min", "2026-02-18T00:20"),
        ("2026-12-31T23:59:30", "1min", "2027-01-01T00:00:30"),
        ("2026-09-30T18:00", "48h", "2026-10-02T18:00"),
        ("2026-09-18T09:00", "2sh", "2026-09-18T11:00"),
        ("2026-09-18T20:00", "2sh", "2026-09-19T09:00"),
        ("2026-09-18T17:00", "4sh", "2026-09-18T21:00"),
        ("2026-09-18T21:00", "1sh", "2026-09-19T09:00"),
        ("2026-09-18T23:30", "1sh", "2026-09-19T09:00"),
        ("2026-09-18T06:00", "13sh", "2026-09-18T21:00"),
        ("2026-09-18T08:30", "26sh", "2026-09-20T08:30"),
        ("2026-10-01T20:59", "1sh", "2026-10-02T08:59"),
        ("2026-09-18T22:00", "0d", "2026-09-19T00:00"),
        ("2026-12-30T10:00", "3d", "2027-01-03T00:00"),
        ("2025-12-30T10:00", "3wd", "2026-01-06T00:00"),
    ],
)
def test_a_period_ends_at(start: str, amount: str, end: str) -> None:
    assert due(at(start), parse_amount(amount), BOOK).at == at(end).astimezone(UTC)


def test_a_day_may_end_at_closing_time() -> None:
    """民法典 Art.203: where business hours exist, the last day ends with them."""
    got = due(at("2026-09-18T17:30"), parse_amount("5wd"), BOOK, day_end=time(18))
    assert got.at == at("2026-09-24T18:00")


def test_service_hours_may_be_others() -> None:
    office = ServiceHours(time(9), time(17))
    got = due(at("2026-09-18T16:00"), parse_amount("2sh"), BOOK, service=office)
    assert got.at == at("2026-09-19T10:00")
    with pytest.raises(ValueError, match="先开始后结束"):
        ServiceHours(time(21), time(8))


def test_the_day_of_the_start_is_the_day_in_shanghai() -> None:
    late = datetime(2026, 9, 17, 16, 30, tzinfo=UTC)
    assert day_of(late) == date(2026, 9, 18)
    assert due(late, parse_amount("5wd"), BOOK).at == end_of(date(2026, 9, 24))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="没有时区"):
        due(datetime(2026, 9, 18), parse_amount("5wd"), BOOK)  # noqa: DTZ001 - the trap itself
    with pytest.raises(ValueError, match="没有时区"):
        due(datetime(2026, 9, 18), parse_amount("5h"), BOOK)  # noqa: DTZ001 - the trap itself


@given(MOMENTS, NUMBERS)
def test_working_days_always_end_with_a_working_day(start: datetime, number: int) -> None:
    end = due(start, Amount(number, Unit.WD), BOOK).at.astimezone(SHANGHAI)
    assert end.time() == time(0)
    assert BOOK.works(end.date() - timedelta(1))


@given(MOMENTS, NUMBERS)
def test_exactly_that_many_working_days_lie_between(start: datetime, number: int) -> None:
    last = due(start, Amount(number, Unit.WD), BOOK).at.astimezone(SHANGHAI).date()
    first = day_of(start) + timedelta(1)
    assert sum(BOOK.works(first + timedelta(n)) for n in range((last - first).days)) == number


@given(MOMENTS, st.integers(0, 60))
def test_rolling_never_shortens_and_ends_on_a_working_day(start: datetime, number: int) -> None:
    amount = Amount(number, Unit.D)
    stays, rolls = due(start, amount, BOOK), due(start, amount, BOOK, roll=Roll.NEXT_WD)
    assert rolls.at >= stays.at
    assert BOOK.works(rolls.at.astimezone(SHANGHAI).date() - timedelta(1))


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(40)), NUMBERS, UNITS, ROLLS)
def test_who_comes_later_is_never_due_earlier(
    start: datetime, wait: timedelta, number: int, unit: Unit, roll: Roll
) -> None:
    amount = Amount(number, unit)
    assert due(start, amount, BOOK, roll=roll).at <= due(start + wait, amount, BOOK, roll=roll).at


@given(MOMENTS, NUMBERS, st.integers(0, 20), UNITS, ROLLS)
def test_more_time_is_never_due_earlier(
    start: datetime, number: int, more: int, unit: Unit, roll: Roll
) -> None:
    short, long = Amount(number, unit), Amount(number + more, unit)
    assert due(start, short, BOOK, roll=roll).at <= due(start, long, BOOK, roll=roll).at


@given(MOMENTS, st.integers(1, 5000))
def test_minutes_and_hours_are_exact(start: datetime, number: int) -> None:
    minutes, hours = Amount(number, Unit.MIN), Amount(number, Unit.H)
    assert due(start, minutes, BOOK) == Due(start + timedelta(minutes=number), provisional=False)
    assert due(start, hours, BOOK) == Due(start + timedelta(hours=number), provisional=False)


@given(MOMENTS, NUMBERS)
def test_service_hours_end_inside_them_and_last_as_long(start: datetime, number: int) -> None:
    end = due(start, Amount(number, Unit.SERVICE_H), BOOK).at.astimezone(SHANGHAI)
    assert time(8) < end.time() <= time(21)
    assert _served(start.astimezone(SHANGHAI), end) == timedelta(hours=number)


@given(MOMENTS, NUMBERS, UNITS, ROLLS)
def test_every_answer_can_be_explained(
    start: datetime, number: int, unit: Unit, roll: Roll
) -> None:
    amount = Amount(number, unit)
    end, told = due(start, amount, BOOK, roll=roll), explain(start, amount, BOOK, roll=roll)
    assert said(end.at, year=True, exact=True) in told[-1]
    assert end.provisional == any(sentence.startswith("预计：") for sentence in told)


@given(NUMBERS, UNITS)
def test_an_amount_reads_back_as_it_was_written(number: int, unit: Unit) -> None:
    amount = Amount(number, unit)
    assert parse_amount(str(amount)) == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("30min", Amount(30, Unit.MIN)),
        ("24 H", Amount(24, Unit.H)),
        ("4sh", Amount(4, Unit.SERVICE_H)),
        (" １５ｄ ", Amount(15, Unit.D)),
        ("5WD", Amount(5, Unit.WD)),
    ],
)
def test_an_amount_is_read_kindly(text: str, amount: Amount) -> None:
    assert parse_amount(text) == amount


@pytest.mark.parametrize("text", ["", "5", "wd", "-5d", "1.5h", "5w", "five wd", "999999d", "5d5h"])
def test_an_unreadable_amount_names_the_forms(text: str) -> None:
    with pytest.raises(ValueError, match="请写成 30min"):
        parse_amount(text)


@pytest.mark.parametrize("text", ["0wd", "0h", "0min", "0sh"])
def test_nothing_but_today_lasts_zero(text: str) -> None:
    with pytest.raises(ValueError, match="超出范围"):
        parse_amount(text)


def test_a_midnight_is_said_as_the_end_of_its_day() -> None:
    midnight = at("2026-10-04T00:00").astimezone(UTC)
    assert said(midnight) == "10月3日 24:00（周六）"
    assert said(midnight, year=True) == "2026年10月3日 24:00（周六）"
    assert said_start(midnight) == "10月4日 00:00（周日）"
    assert said(at("2026-09-18T17:30")) == "9月18日 17:30（周五）"
    assert said(at("2026-09-18T17:30:05")) == "9月18日 17:30（周五）"
    assert said(at("2026-09-18T17:30:05"), exact=True) == "9月18日 17:30:05（周五）"
    assert said_day(date(2026, 9, 18), year=True) == "2026年9月18日（周五）"


def test_the_reasons_of_working_days_are_told() -> None:
    told = explain(at("2026-09-18T17:30"), parse_amount("7wd"), BOOK)
    assert told == (
        "起算时刻 2026年9月18日 17:30（周五），期限 7个工作日。",
        "9月18日（周五）是起算当日，不计入；从次日起数工作日（《民法典》第二百零一条）。",
        (
            "跳过：9月19日（周六） 周末；9月25日（周五） 法定节假日（中秋节）；"
            "9月26日（周六）至9月27日（周日） 周末。"
        ),
        "调休上班，计入：9月20日（周日） 国庆节调休。",
        "第 7 个工作日是9月29日（周二）。",
        "最后一日至 24:00 届满（《民法典》第二百零三条）。",
        "到期：2026年9月29日 24:00（周二）。",
    )


def test_the_roll_is_told() -> None:
    told = "".join(explain(at("2026-09-18"), parse_amount("15d"), BOOK, roll=Roll.NEXT_WD))
    assert "顺延至其后第一个工作日10月8日（周四）" in told
    assert "10月6日（周二）至10月7日（周三） 调休放假（国庆节）" in told
    stays = "".join(explain(at("2026-09-18"), parse_amount("15d"), BOOK))
    assert "不顺延" in stays
    needless = "".join(explain(at("2026-09-24"), parse_amount("15d"), BOOK, roll=Roll.NEXT_WD))
    assert "最后一日是工作日，无须顺延" in needless


def test_what_is_only_expected_is_told() -> None:
    told = explain(at("2026-12-14"), parse_amount("15wd"), BOOK)
    assert any(s.startswith("预计：12月25日（周五）至1月5日（周二）") for s in told)
    assert told[-1] == "预计到期：2027年1月5日 24:00（周二）。"


def test_hours_and_today_are_told() -> None:
    assert "夜间、周末和节假日不停" in explain(at("2026-09-18"), parse_amount("24h"), BOOK)[1]
    assert "08:00–21:00" in explain(at("2026-09-18"), parse_amount("2sh"), BOOK)[1]
    assert "起算当日9月18日（周五）之内" in explain(at("2026-09-18"), parse_amount("0d"), BOOK)[1]


def test_a_closing_time_and_a_local_day_off_are_told() -> None:
    off = Day(date(2026, 9, 21), Kind.STATUTORY, Status.LOCAL, "市府令", "解放纪念日")
    told = explain(at("2026-09-18"), parse_amount("2wd"), Calendar([off]), day_end=time(18))
    assert "9月21日（周一） 本地法定节假日（解放纪念日）" in "".join(told)
    assert "业务时间结束 18:00" in told[-2]


def _served(start: datetime, end: datetime) -> timedelta:
    """Hours between 8 and 21 from ``start`` to ``end``, counted the slow way."""
    total, on = timedelta(), start.date()
    while on <= end.date():
        opens, closes = (datetime.combine(on, time(hour), SHANGHAI) for hour in (8, 21))
        total += max(min(end, closes) - max(start, opens), timedelta())
        on += timedelta(1)
    return total
