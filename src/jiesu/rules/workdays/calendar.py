"""The working calendar: which days count, who said so, and whether that is final (C1–C3)."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Literal

from jiesu.rules.workdays.book import ANNOUNCED, book_year, plain_year
from jiesu.rules.workdays.days import Day, Kind, Status
from jiesu.rules.workdays.statute import FIRST_YEAR, LAST_YEAR, statutory_days

__all__ = ["Calendar", "Day", "Kind", "Status", "book_calendar", "next_year_alarm"]

UNSETTLED = (12, 25)
"""From 25 December a year waits for the next one's notice, which may still exchange these days:
on Saturday 2018-12-29 the country worked for Monday 2018-12-31 (C3). No notice from 2004 to 2026
touched a day before 29 December; the whole last week leaves room."""

AMBER, RED = (11, 1), (12, 15)


class Calendar:
    """Immutable; equal to any calendar on which every day has the same kind and status."""

    def __init__(self, changes: Iterable[Day] = ()) -> None:
        told = tuple(changes)
        self._changes = {day.date: day for day in told}
        self._settled = {day.date for day in told if day.status is Status.OFFICIAL}
        self._announced = ANNOUNCED | {on.year for on in self._settled if not self.missing(on.year)}
        self._days: dict[dt.date, Day] = {}

    def day(self, on: dt.date) -> Day:
        """Look up what ``on`` is. Raises ValueError outside the years 2000–2050."""
        if on not in self._days:
            self._days.update((day.date, day) for day in self._year(on.year))
        return self._days[on]

    def works(self, on: dt.date) -> bool:
        """Whether ``on`` is a working day, make-up days included."""
        return self.day(on).works

    def announced(self, year: int) -> bool:
        """Whether the official notice for ``year`` is here: in the book, or imported whole."""
        return year in self._announced

    def missing(self, year: int) -> tuple[dt.date, ...]:
        """Statutory days that no official row settles yet; a year announced has none left."""
        if year in ANNOUNCED:
            return ()
        return tuple(on for on in sorted(statutory_days(year)) if on not in self._settled)

    @cached_property
    def version(self) -> str:
        """Content hash over date, kind and status of every day."""
        told = sha256()
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            told.update("".join(f"{d.kind[:2]}{d.status[0]}" for d in self._year(year)).encode())
        return told.hexdigest()[:16]

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Calendar) and self.version == other.version)

    def __hash__(self) -> int:
        # Equal days have equal announced years; the version itself costs a tenth of a second.
        return hash(self._announced)

    def __repr__(self) -> str:
        return f"Calendar({self.version})"

    def _year(self, year: int) -> Iterator[Day]:
        waits = not self.announced(year + 1)
        for day in self._ground(year):
            told = self._changes.get(day.date, day)
            yield (
                _unsettled(told) if waits and (day.date.month, day.date.day) >= UNSETTLED else told
            )

    def _ground(self, year: int) -> tuple[Day, ...]:
        if year in ANNOUNCED or not self.announced(year):
            return book_year(year)
        return plain_year(year, self._changes[dt.date(year, 1, 1)].source)


@lru_cache(maxsize=16)
def _calendar(changes: tuple[Day, ...]) -> Calendar:
    return Calendar(changes)


def book_calendar(changes: Iterable[Day] = ()) -> Calendar:
    """Lay the operator's imported days over the book; of two rows for a day the later counts."""
    return _calendar(tuple(changes))


def next_year_alarm(today: dt.date, calendar: Calendar) -> Literal["amber", "red"] | None:
    """Tell how urgently next year's notice is missed: amber from 1 November, red from 15 December.

    Red all year while the running year itself has no notice (C3).
    """
    if not calendar.announced(today.year):
        return "red"
    if calendar.announced(today.year + 1) or (today.month, today.day) < AMBER:
        return None
    return "red" if (today.month, today.day) >= RED else "amber"


def _unsettled(day: Day) -> Day:
    if day.status is not Status.OFFICIAL:
        return day
    return replace(day, status=Status.PROVISIONAL, source=f"{day.source}；次年安排公布前暂定")
