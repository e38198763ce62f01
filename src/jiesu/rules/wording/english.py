"""Days, moments and lengths of time as English readers say them (§9 C4)."""

from datetime import date, datetime, timedelta

from jiesu.rules.workdays.shanghai import DAY_END, ONE_DAY, SHANGHAI, day_of

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def said(at: datetime) -> str:
    """Say until when: a midnight closes the day before it, ``24:00 on Saturday 3 October 2026``."""
    if at.astimezone(SHANGHAI).time() == DAY_END:
        return f"24:00 on {_day(day_of(at) - ONE_DAY)}"
    return said_start(at)


def said_start(at: datetime) -> str:
    """Say since when: a midnight opens its own day."""
    clock = at.astimezone(SHANGHAI).time()
    hour = f"{clock:%H:%M:%S}" if clock.second else f"{clock:%H:%M}"
    return f"{hour} on {_day(day_of(at))}"


def said_day(on: date) -> str:
    """Say a day with its weekday: ``Saturday 3 October``."""
    return f"{WEEKDAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1]}"


def said_length(span: timedelta) -> str:
    """Say a length of time to the minute: ``3 hours 30 minutes``."""
    minutes = int(span.total_seconds() // 60)
    parts = [(minutes // 1440, "day"), (minutes // 60 % 24, "hour"), (minutes % 60, "minute")]
    told = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in parts if n]
    return " ".join(told) or "less than a minute"


def _day(on: date) -> str:
    return f"{said_day(on)} {on.year}"
