"""Moments and days in Asia/Shanghai, and how they are said to people (§9 C4)."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""UTC+8 without summer time since 1991 (C4); a fixed offset needs no zone files on the machine."""

DAY_END = time(0)
"""24:00: a day ends where the next one begins (民法典 Art.203)."""

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=64)
def day_of(at: datetime) -> date:
    """Day in Shanghai on which the aware moment ``at`` falls."""
    return aware(at).astimezone(SHANGHAI).date()


def aware(at: datetime) -> datetime:
    """Return ``at``, refusing with ValueError a moment that does not say its zone."""
    if at.tzinfo is None:
        raise ValueError(f"时刻 {at.isoformat()} 没有时区，无法判断是哪一天；请给出带时区的时刻。")
    return at


def end_of(on: date, day_end: time = DAY_END) -> datetime:
    """UTC moment at which ``on`` ends: 24:00, or the closing time given (民法典 Art.203)."""
    last = on + ONE_DAY if day_end == DAY_END else on
    return datetime.combine(last, day_end, SHANGHAI).astimezone(UTC)


def said(at: datetime, *, year: bool = False, exact: bool = False) -> str:
    """Say ``at`` as in ``10月3日 24:00（周六）``; a midnight closes the day before it.

    To the minute that has begun, as people are told it; ``exact`` is for explanations.
    """
    if at.astimezone(SHANGHAI).time() == DAY_END:
        return _said(day_of(at) - ONE_DAY, "24:00", year=year)
    return said_start(at if exact else at.replace(second=0, microsecond=0), year=year)


def said_start(at: datetime, *, year: bool = False) -> str:
    """Say the moment at which something began; a midnight opens its own day: 00:00."""
    clock = at.astimezone(SHANGHAI).time()
    return _said(day_of(at), f"{clock:%H:%M:%S}" if clock.second else f"{clock:%H:%M}", year=year)


def said_day(on: date, *, year: bool = False) -> str:
    """Say a day with its weekday: ``10月3日（周六）``."""
    return f"{said_date(on, year=year)}（{WEEKDAYS[on.weekday()]}）"


def said_date(on: date, *, year: bool = False) -> str:
    """Say a day without its weekday: ``10月3日``, or ``2026年10月3日``."""
    return f"{on.year}年{on.month}月{on.day}日" if year else f"{on.month}月{on.day}日"


def _said(on: date, hour: str, *, year: bool) -> str:
    return f"{said_date(on, year=year)} {hour}（{WEEKDAYS[on.weekday()]}）"
