"""Moves made at the same moment: each in a thread and a transaction of its own."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import connection, transaction

from jiesu.cases.models import Case, Entry
from tale import Tale

IN_TIME = 20
_WAITING = """
    SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def at_once(moves: Sequence[Callable[[], Entry]], *held: Tale) -> "list[Future[Entry]]":
    """Make the moves together: they come one after another to the cases held, then let go."""
    with ThreadPoolExecutor(len(moves)) as pool, transaction.atomic():
        ids = [tale.case.pk for tale in held]
        assert list(Case.objects.select_for_update(of=("self",)).filter(pk__in=ids))
        made = []
        for move in moves:
            made.append(pool.submit(_alone, move))
            await_waiting(len(made))
    return made


def _alone(move: Callable[[], Entry]) -> Entry:
    try:
        return move()
    finally:
        connection.close()


def await_waiting(count: int) -> None:
    """Until so many wait for a lock that somebody else holds."""
    ends = time.monotonic() + IN_TIME
    while _waiting() < count:
        assert time.monotonic() < ends
        time.sleep(0.005)


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(_WAITING)
        row: tuple[int] = cursor.fetchone()
    return row[0]
