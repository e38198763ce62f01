"""Windows for a visit, as a customer may choose one: a day, and two hours of it (S79, FS2)."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

import msgspec
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from msgspec import Meta

from jiesu.cases.words import MaybeLine
from jiesu.portal.terms import terms
from jiesu.rules.workdays.shanghai import SHANGHAI
from jiesu.ui.fields import Choice
from jiesu.ui.tongue import in_english

_WEEKDAYS = "一二三四五六日"
_SOON = timedelta(hours=1)
"""A window that begins sooner could not be kept."""


class WindowChoice(msgspec.Struct):
    """The day and the two hours that suit the customer."""

    day: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    slot: Annotated[str, Meta(pattern=r"^\d{2}$")]
    said: MaybeLine = ""


def days(now: datetime) -> tuple[Choice, ...]:
    """Return the days that may be chosen, today first while a window of it is left."""
    first = timezone.localtime(now, SHANGHAI).date()
    each = [first + timedelta(days=n) for n in range(terms().visit_window.days_ahead + 1)]
    return tuple(Choice(day.isoformat(), _said_day(day, first)) for day in each if _left(day, now))


def slots() -> tuple[Choice, ...]:
    """Return the windows of a day."""
    hours = terms().visit_window
    return tuple(
        Choice(f"{hour:02}", f"{hour}:00–{hour + hours.hours}:00") for hour in hours.begin_at
    )


def fault_of(told: dict[str, Any], now: datetime) -> dict[str, str]:
    """Say what is wrong with a choice that no longer stands."""
    start, _end = meant(told)
    if start < now + _SOON:
        return {"slot": _("这个时段已经来不及了，请选晚一点的。")}
    return {}


def meant(told: dict[str, Any]) -> tuple[datetime, datetime]:
    """Return the window chosen: begin and end."""
    at = time(int(told["slot"]), tzinfo=SHANGHAI)
    start = datetime.combine(date.fromisoformat(told["day"]), at)
    return start, start + timedelta(hours=terms().visit_window.hours)


def said_window(record: dict[str, str]) -> str:
    """Say a window that an order keeps: the day, from when to when."""
    start, end = (
        datetime.fromisoformat(record[name]).astimezone(SHANGHAI)
        for name in ("window_start", "window_end")
    )
    day = _said_day(start.date(), None)
    return f"{day} {start:%H:%M}–{end:%H:%M}"


def _left(day: date, now: datetime) -> bool:
    last = time(terms().visit_window.begin_at[-1], tzinfo=SHANGHAI)
    return datetime.combine(day, last) >= now + _SOON


def _said_day(day: date, today: date | None) -> str:
    names = {0: _("今天"), 1: _("明天"), 2: _("后天")}
    near = names.get((day - today).days, "") if today else ""
    if in_english():
        return f"{near} {date_format(day, 'l j F')}".strip()
    return f"{near}{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"
