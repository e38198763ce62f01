"""Whether somebody is on duty at a moment: the hours of the week that were noted, and absences."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from jiesu.rules.workdays.shanghai import SHANGHAI

Shift = tuple[int, str, str]
"""Weekday (1 is Monday), from, until (``24:00`` is midnight), in Shanghai."""


def on_shift(shifts: Iterable[Sequence[int | str]], now: datetime) -> bool:
    """Whether ``now`` lies in one of ``shifts``; without any one is always on duty."""
    told = list(shifts)
    if not told:
        return True
    local = now.astimezone(SHANGHAI)
    clock = f"{local:%H:%M}"
    return any(
        day == local.isoweekday() and str(since) <= clock < str(until) for day, since, until in told
    )


def away(absences: Iterable[tuple[datetime, datetime]], now: datetime) -> bool:
    """Whether ``now`` lies in one of ``absences``."""
    return any(since <= now < until for since, until in absences)
