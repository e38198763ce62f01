"""Waiting for the database to call: a connection of its own that hears NOTIFY."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import psycopg
from django.db import connection
from psycopg import sql

SLICE = 1.0
"""Seconds after which a sleeper looks whether it was asked to end; costs the database nothing."""


class Listener:
    """Hears the channels named; what is told on them is the moment at which to wake."""

    def __init__(self, *channels: str) -> None:
        self._channels = channels
        self._heard: psycopg.Connection[Any]

    def __enter__(self) -> Self:
        params = connection.get_connection_params()
        self._heard = psycopg.connect(**{**params, "autocommit": True})
        for channel in self._channels:
            self._heard.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._heard.close()

    def rest(
        self, until: datetime, *, now: Callable[[], datetime], ending: Callable[[], bool]
    ) -> None:
        """Return at ``until``, when an earlier moment is told, or when asked to end.

        A call that tells no moment is passed over. Raises psycopg.OperationalError when the
        database went away.
        """
        while not ending() and (left := (until - now()).total_seconds()) > 0:
            for call in self._heard.notifies(timeout=min(left, SLICE), stop_after=1):
                until = min(until, _moment(call.payload) or until)


def _moment(told: str) -> datetime | None:
    with suppress(ValueError):
        return datetime.fromisoformat(told)
    return None
