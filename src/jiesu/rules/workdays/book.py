"""Whole years as the book knows them: from the official notices, else from the statute (C1, C2)."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

from chinese_calendar.constants import Holiday, holidays, in_lieu_days, workdays

from jiesu.rules.workdays.days import Day, Kind, Status
from jiesu.rules.workdays.shanghai import ONE_DAY
from jiesu.rules.workdays.statute import SATURDAY, made_up_days, statute, statutory_days

ANNOUNCED = frozenset(on.year for on in holidays)
NOTICE = "国务院办公厅节假日安排（chinesecalendar）"


@cache
def book_year(year: int) -> tuple[Day, ...]:
    """Every day of ``year``: OFFICIAL if its notice is in the book, else PROVISIONAL."""
    return announced_year(year) if year in ANNOUNCED else reckoned_year(year)


def announced_year(year: int) -> tuple[Day, ...]:
    """Build the year from the State Council's notice (chinesecalendar, 2004–2026)."""
    named = statutory_days(year)

    def kind_of(on: date) -> tuple[Kind, str]:
        if on in workdays:
            return Kind.MAKEUP_WORK, _title(workdays[on])
        if on not in holidays:
            return plain_kind(on), ""
        if on in named:
            return Kind.STATUTORY, named[on]
        if on in in_lieu_days:
            return Kind.BRIDGE_OFF, _title(holidays[on])
        return _given_off(on), _title(holidays[on])

    return tuple(_days(year, kind_of, Status.OFFICIAL, NOTICE))


def reckoned_year(year: int) -> tuple[Day, ...]:
    """Build the year from the statute alone: no exchange of days, all provisional (C2)."""
    off = made_up_days(year) | statutory_days(year)
    source = f"按{statute()['clause']}推算，待国务院办公厅公布"

    def kind_of(on: date) -> tuple[Kind, str]:
        return (Kind.STATUTORY, off[on]) if on in off else (plain_kind(on), "")

    return tuple(_days(year, kind_of, Status.PROVISIONAL, source))


def plain_year(year: int, source: str) -> tuple[Day, ...]:
    """Build the weeks alone, official: the ground on which an imported notice is laid."""
    return tuple(_days(year, lambda on: (plain_kind(on), ""), Status.OFFICIAL, source))


def plain_kind(on: date) -> Kind:
    """Kind of a day that no holiday touches."""
    return Kind.WEEKEND if on.weekday() >= SATURDAY else Kind.WORKDAY


def _given_off(on: date) -> Kind:
    """Tell a weekend inside a holiday from a working day given back for a lost one (补假)."""
    return Kind.WEEKEND if on.weekday() >= SATURDAY else Kind.STATUTORY


def _title(holiday: str) -> str:
    title: str = Holiday(holiday).chinese
    return title


def _days(
    year: int, kind_of: Callable[[date], tuple[Kind, str]], status: Status, source: str
) -> Iterator[Day]:
    on = date(year, 1, 1)
    while on.year == year:
        kind, name = kind_of(on)
        yield Day(on, kind, status, source, name)
        on += ONE_DAY
