"""Hands: how many threads of a process work at a time, each hand with a connection that lasts.

Python runs one thread at a time, and a connection is cheap while few of them are used all the time.
A server has more threads than hands, so that those who wait (for a slow line, for each other) keep
no hand and no connection from those who work (docs/decisions/0144).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from jiesu.kit.statements import connected

PATIENCE = 1.0
"""Seconds after which one works without a hand: what stands still elsewhere holds up nobody."""


class _Mine(threading.local):
    held: tuple[BaseDatabaseWrapper, BaseDatabaseWrapper] | None = None
    """The hand that this thread holds, and its own connection, which it put aside."""


class Hands:
    """So many that work at a time; before any is hired every thread works for itself."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._free: SimpleQueue[BaseDatabaseWrapper] = SimpleQueue()
        self._hired, self._patience, self._mine = 0, patience, _Mine()

    def __len__(self) -> int:
        """How many were hired."""
        return self._hired

    def hire(self, count: int) -> None:
        """Have ``count`` more; each connects when it is first needed."""
        for _ in range(count):
            hand = connections.create_connection(DEFAULT_DB_ALIAS)
            hand.inc_thread_sharing()
            self._free.put(hand)
        self._hired += count

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Work with a hand, over its connection; outside a transaction."""
        if not self._hired:
            yield
            return
        self._take()
        try:
            yield
        finally:
            self._give()

    @contextmanager
    def rested(self) -> Iterator[None]:
        """Give one's hand to another while waiting; outside a transaction."""
        if self._mine.held is None:
            yield
            return
        self._give()
        try:
            yield
        finally:
            self._take()
            if not connected():
                connections[DEFAULT_DB_ALIAS].close()

    def _take(self) -> None:
        try:
            hand = self._free.get(timeout=self._patience)
        except Empty:
            return
        self._mine.held = hand, connections[DEFAULT_DB_ALIAS]
        connections[DEFAULT_DB_ALIAS] = hand

    def _give(self) -> None:
        if self._mine.held is None:
            return
        hand, connections[DEFAULT_DB_ALIAS] = self._mine.held
        self._mine.held = None
        self._free.put(hand)


HANDS = Hands()
"""Those of this process; the web's workers hire theirs."""
