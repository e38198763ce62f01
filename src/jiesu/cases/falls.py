"""Which alarms of a promise fell, and which rung of the ladder each reaches (C11, §11.5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from jiesu.cases.book import ladder
from jiesu.cases.models import PromiseRow
from jiesu.rules.clocks.derive import next_alarm
from jiesu.rules.escalation import Event, Step, level_for

BREACH = 100
"""The level at which a promise is broken."""


@dataclass(frozen=True, slots=True)
class Fall:
    """A level of a promise that was reached at the moment ``at``, whenever we noticed."""

    row: PromiseRow
    at: datetime
    level: int

    @property
    def breaks(self) -> bool:
        """Whether the promise is broken by it."""
        return self.level == BREACH


def falls_of(row: PromiseRow, now: datetime) -> Iterator[Fall]:
    """Every level of ``row`` that fell by ``now``; the row then names the next one."""
    while row.alarm_at is not None and row.alarm_level is not None and row.alarm_at <= now:
        yield Fall(row, row.alarm_at, row.alarm_level)
        following = next_alarm(row, row.alarm_level)
        row.alarm_at, row.alarm_level = following or (None, None)


def rung(fall: Fall) -> Step | None:
    """Who is called about ``fall``; nobody about a promise that was kept late but is done.

    An INTERNAL target calls somebody when it is missed, not before and not every day after.
    """
    row = fall.row
    if row.stopped_at is not None or not (row.binding or fall.breaks):
        return None
    if fall.level > BREACH:
        return level_for(Event("overdue_hours", 24 * (fall.level - BREACH)), ladder())
    return level_for(Event("clock", fall.level, row.layer), ladder())
