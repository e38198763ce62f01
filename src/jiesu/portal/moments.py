"""Says moments and lengths of time in the reader's language; the rules say them in Chinese."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from jiesu.rules.workdays.amounts import Amount, Unit
from jiesu.rules.workdays.shanghai import DAY_END, SHANGHAI, said

_INSTANT = timedelta(microseconds=1)
_ENGLISH = {
    Unit.MIN: "minute",
    Unit.H: "hour",
    Unit.SERVICE_H: "service hour",
    Unit.D: "day",
    Unit.WD: "working day",
}


def tell(at: datetime) -> str:
    """Say until when, to the minute begun: a midnight closes the day before it."""
    at = at.replace(second=0, microsecond=0)
    if not in_english():
        return said(at, year=at.astimezone(SHANGHAI).year != timezone.localtime().year)
    local = at.astimezone(SHANGHAI)
    if local.time() == DAY_END:
        return f"the end of {date_format(local - _INSTANT, 'l j F Y')}"
    return date_format(local, "l j F Y, H:i")


def length(amount: Amount) -> str:
    """Say a length of time as regulations write it; no days at all are the same day."""
    if not in_english():
        return amount.spoken if amount.number else "当日"
    if not amount.number:
        return "the same day"
    word = _ENGLISH[amount.unit]
    return f"{amount.number} {word}" if amount.number == 1 else f"{amount.number} {word}s"


def in_english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "").startswith("en")
