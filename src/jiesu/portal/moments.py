"""Says moments and lengths of time in the reader's language; the rules say them in Chinese."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from jiesu.rules.workdays.amounts import Amount
from jiesu.rules.workdays.shanghai import DAY_END, SHANGHAI, said
from jiesu.ui.tongue import in_english

_INSTANT = timedelta(microseconds=1)


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
    return amount.spoken_en if amount.number else "the same day"
