"""Hands out numbers: blocks are drawn from one database sequence, so processes never collide."""

import threading
from datetime import datetime

from django.db import connection

from jiesu.rules.numbers import Prefix, number_for
from jiesu.rules.workdays.shanghai import day_of

BLOCK = 100
"""Numbers drawn at once; the migration creates the sequence with the same increment."""
PER_DAY = 999_999
"""A sequence stands for an identity, modulo this."""


class _Block(threading.local):
    next: int = 0
    end: int = 0


_held = _Block()


class NumberInAddress:
    """A number as it stands in the address of a screen; anything else is no address of ours."""

    regex = "[A-Za-z0-9_-]{1,40}"

    def to_python(self, value: str) -> str:
        """Take it as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Give it as it stands."""
        return value


def next_id() -> int:
    """A number never used before in this database."""
    if _held.next >= _held.end:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('cases_number')")
            _held.next = int(cursor.fetchone()[0])
        _held.end = _held.next + BLOCK
    _held.next += 1
    return _held.next - 1


def forget_block() -> None:
    """Draw anew: the numbers held belong to the process that this one was forked from."""
    _held.next = _held.end = 0


def next_number(prefix: Prefix, region: str, now: datetime) -> str:
    """A fresh number (§12.1) of the kind ``prefix``."""
    return number_of(prefix, region, now, next_id())


def number_of(prefix: Prefix, region: str, now: datetime, identity: int) -> str:
    """The number of the thing whose database identity is ``identity``."""
    return number_for(prefix, region, day_of(now), identity % PER_DAY + 1)
