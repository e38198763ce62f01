"""A loop that does what is due, sleeps until more is, and outlives the database it works on."""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import psycopg
import structlog
from django.db import InterfaceError, OperationalError, connection

from jiesu.upkeep.listening import Listener

LONGEST_NAP = timedelta(seconds=30)
"""A call may be lost with its connection: after this long we look without one."""
BREATHER = timedelta(milliseconds=200)
"""How long we leave alone what is due but in the hands of others."""
_log = structlog.get_logger()


@dataclass(slots=True)
class Tireless:
    """``work`` does some of what is due and returns when the next of it is; None for nothing.

    It is called until the moment it returns lies ahead. ``end()`` may come from another thread or
    a signal: what is under way is finished.
    """

    name: str
    channels: tuple[str, ...]
    work: Callable[[datetime], datetime | None]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    nap: timedelta = LONGEST_NAP
    _asked: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Work until ``end()``; a database that goes away is waited for."""
        pause = 0.5
        while not self._asked.is_set():
            try:
                with Listener(*self.channels) as listener:
                    pause = 0.5
                    self._listen(listener)
            except (OperationalError, InterfaceError, psycopg.OperationalError) as error:
                _log.warning(f"{self.name}.database_away", error=str(error).strip(), pause=pause)
                connection.close()
                self._asked.wait(pause * random.uniform(0.5, 1))  # noqa: S311 - spreads many workers
                pause = min(pause * 2, 10.0)
        connection.close()

    def end(self) -> None:
        """Ask it to end."""
        self._asked.set()

    def _listen(self, listener: Listener) -> None:
        while not self._asked.is_set():
            following = self.work(self.now())
            began = self.now()
            rest_until = began + self.nap if following is None else following
            if rest_until <= began:
                continue
            listener.rest(
                min(rest_until, began + self.nap), now=self.now, ending=self._asked.is_set
            )
