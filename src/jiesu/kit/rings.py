"""Transactions that wait for each other in a ring: PostgreSQL breaks one off, to be done again."""

from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, connection
from psycopg.errors import DeadlockDetected

Given = TypeVar("Given")
TRIES = 3


def out_of_rings(work: Callable[[], Given]) -> Given:
    """Do ``work``, a transaction of its own; again where it was the one to be broken off.

    Nothing of it was kept then, and whoever it waited for goes on meanwhile. Within a transaction
    of somebody else all of that is lost, so it is his to do again.

    Raises:
        OperationalError: it was broken off within another transaction, or TRIES times.
    """
    for left in reversed(range(TRIES)):
        try:
            return work()
        except OperationalError as broken:
            in_a_ring = isinstance(broken.__cause__, DeadlockDetected)
            if not in_a_ring or not left or connection.in_atomic_block:
                raise
    raise AssertionError("the last try returns or raises")
