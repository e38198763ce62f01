"""The book of rules as this installation uses it: packs, calendar, taxonomy, templates.

Each process keeps what it read and looks again when the calendar in the database has changed.
"""

import time
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Max

from jiesu.cases.kept_packs import find_kept
from jiesu.cases.models import CalendarDay
from jiesu.rules.escalation import Ladder, load_ladder
from jiesu.rules.outages.book import SignBook, load_signs
from jiesu.rules.policies.shelf import Shelf, load_shelf
from jiesu.rules.priority.book import PriorityBook, load_priorities
from jiesu.rules.repeats.book import RepeatBook, load_repeats
from jiesu.rules.routing.book import RoutingBook, load_routing
from jiesu.rules.taxonomy.taxonomy import Taxonomy, load_taxonomy
from jiesu.rules.workdays.calendar import Calendar, Day, Kind, Status, book_calendar

LOOK_AGAIN_AFTER = 5.0
"""Seconds for which a process trusts its calendar before asking the database again."""


def _own_dir() -> Path | None:
    return Path(settings.PACKS_DIR) if settings.PACKS_DIR else None


@cache
def shelf() -> Shelf:
    """Policy packs: the book's, shadowed by the operator's folder, and all versions kept."""
    return load_shelf(_own_dir(), find_kept)


@cache
def taxonomy() -> Taxonomy:
    """Category codes: the book's, shadowed by the operator's folder."""
    return load_taxonomy(_own_dir())


@cache
def priorities() -> PriorityBook:
    """Priority matrix and impacts: the book's, shadowed by the operator's folder."""
    return load_priorities(_own_dir())


@cache
def repeats() -> RepeatBook:
    """Windows and numbers of repeat, merge, expedite and malice (§15)."""
    return load_repeats(_own_dir())


@cache
def outage_signs() -> SignBook:
    """When complaints point to an outage nobody has declared (TG)."""
    return load_signs(_own_dir())


@cache
def routing() -> RoutingBook:
    """Departments, order types and routes (§11.4)."""
    return load_routing(_own_dir())


@cache
def ladder() -> Ladder:
    """Who is called when a case is in trouble: ours, shadowed by the operator's folder (§11.5)."""
    return load_ladder(_own_dir())


class _Shelved:
    """The calendar last read, the state of the table then, and when we last looked."""

    calendar: Calendar | None = None
    stamp: tuple[object, ...] = ()
    looked: float = 0.0


def calendar() -> Calendar:
    """Working calendar: the book's days and the imported ones."""
    if _Shelved.calendar is None or time.monotonic() - _Shelved.looked > LOOK_AGAIN_AFTER:
        _look_again()
    assert _Shelved.calendar is not None
    return _Shelved.calendar


def forget_calendar() -> None:
    """Read the calendar anew at next use; called by the process that changed it."""
    _Shelved.calendar = None


def _look_again() -> None:
    told = CalendarDay.objects.aggregate(n=Count("id"), last=Max("imported_at"), top=Max("id"))
    stamp = tuple(told.values())
    if _Shelved.calendar is None or stamp != _Shelved.stamp:
        _Shelved.calendar = book_calendar(_imported())
        _Shelved.stamp = stamp
    _Shelved.looked = time.monotonic()


def _imported() -> list[Day]:
    return [
        Day(row.date, Kind(row.kind), Status(row.status), row.source)
        for row in CalendarDay.objects.all()
    ]
