"""Counting days and hours: where a period lands, and how sure that is (C5–C7)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from jiesu.rules.workdays.amounts import Unit
from jiesu.rules.workdays.calendar import Calendar
from jiesu.rules.workdays.shanghai import ONE_DAY, SHANGHAI


class Roll(StrEnum):
    """What happens when a period of days ends on a day off (C6, 民法典 Art.203)."""

    NONE = "none"
    NEXT_WD = "next_wd"


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """The hours of every day in which service hours run, Asia/Shanghai (C7)."""

    opens: time = time(8)
    closes: time = time(21)

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError(f"服务时间应先开始后结束，现为 {self.opens} 至 {self.closes}。")


SERVICE = ServiceHours()


@dataclass(frozen=True, slots=True)
class Landing:
    """The last day of a period; ``provisional`` if a day that decided it may still change."""

    on: date
    provisional: bool


def last_day(start: date, number: int, unit: Unit, calendar: Calendar, roll: Roll) -> Landing:
    """Last day of ``number`` days or working days after ``start``, which never counts."""
    if unit is Unit.WD:
        return _nth_working_day(start, number, calendar)
    last = start + timedelta(days=number)
    return Landing(last, provisional=False) if roll is Roll.NONE else _rolled(last, calendar)


def service_end(start: datetime, hours: int, service: ServiceHours) -> datetime:
    """UTC moment when ``hours`` have passed inside the service hours since ``start``."""
    now = start.astimezone(SHANGHAI)
    left = timedelta(hours=hours)
    full_day = _at(now.date(), service.closes) - _at(now.date(), service.opens)
    now = max(now, _at(now.date(), service.opens))
    today = max(_at(now.date(), service.closes) - now, timedelta())
    if left <= today:
        return (now + left).astimezone(UTC)
    days, rest = divmod(left - today, full_day)
    if not rest:
        days, rest = days - 1, full_day
    return (_at(now.date() + timedelta(days=days + 1), service.opens) + rest).astimezone(UTC)


def _nth_working_day(start: date, number: int, calendar: Calendar) -> Landing:
    day, provisional = calendar.day(start), False
    while number:
        day = calendar.day(day.date + ONE_DAY)
        provisional = provisional or day.provisional
        number -= day.works
    return Landing(day.date, provisional)


def _rolled(last: date, calendar: Calendar) -> Landing:
    day = calendar.day(last)
    provisional = day.provisional
    while not day.works:
        day = calendar.day(day.date + ONE_DAY)
        provisional = provisional or day.provisional
    return Landing(day.date, provisional)


def _at(on: date, clock: time) -> datetime:
    return datetime.combine(on, clock, SHANGHAI)
