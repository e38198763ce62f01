"""What the database calls out, brought to the streams: moves, looks, inboxes, new cases."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, TypeVar

import psycopg
import structlog
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from jiesu.cases.models import Case
from jiesu.console.together import presence
from jiesu.console.together.inbox_channel import CHANNEL as INBOX
from jiesu.console.together.live.hub import Hub
from jiesu.console.together.live.stream import Stream
from jiesu.console.together.sight import who_sees
from jiesu.people.scopes import scopes

CASES = "jiesu_case"
GATHER = 0.25
"""Seconds in which calls about the same case become one: a move tells several times."""
QUEUE_ROUND = 3.0
"""Seconds between two looks for new cases; intake calls nobody (cases/intake/write.py)."""
LONGEST_PAUSE = 10.0
_log = structlog.get_logger()
T = TypeVar("T")


class Calls:
    """Hears the database on one connection, and asks it on a few threads."""

    def __init__(self, hub: Hub, now: Callable[[], datetime], threads: int = 4) -> None:
        self._hub, self._now = hub, now
        self._threads = ThreadPoolExecutor(threads, "live")
        self._waiting: dict[tuple[str, str], None] = {}
        self._newest: int | None = None
        self._line, self._looked = asyncio.Event(), asyncio.Event()

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown()

    async def listening(self) -> None:
        """Wait until the database is heard."""
        await self._line.wait()

    async def looked_for_new(self) -> None:
        """Wait until it is known which case is the newest."""
        await self._looked.wait()

    async def ask(self, work: Callable[..., T], *told: Any) -> T:
        """Do ``work`` on one of the threads, where Django's connections live."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, _fresh, work, told)

    async def listen(self) -> None:
        """Hear until cancelled; whenever the line was down everybody asks anew."""
        pause = 0.5
        while True:
            try:
                await self._hear()
                pause = 0.5
            except (psycopg.OperationalError, OperationalError, InterfaceError) as error:
                _log.warning("live.database_away", error=str(error).strip(), pause=pause)
            self._line.clear()
            self._hub.end_all()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _hear(self) -> None:
        params = await self.ask(connection.get_connection_params)
        told = {k: v for k, v in params.items() if k not in {"cursor_factory", "context"}}
        async with await psycopg.AsyncConnection.connect(**told, autocommit=True) as heard:
            for channel in (CASES, presence.CHANNEL, INBOX):
                await heard.execute(f"LISTEN {channel}")
            self._line.set()
            async for call in heard.notifies():
                self.heard(call.channel, call.payload)

    def heard(self, channel: str, payload: str) -> None:
        """Take a call; those about a case wait a moment for more of the same."""
        if channel == INBOX:
            for stream in self._hub.of(int(payload) if payload.isdecimal() else 0):
                stream.tell("inbox")
            return
        self._waiting["moved" if channel == CASES else "here", payload] = None

    async def pass_on(self) -> None:
        """Bring the gathered calls to those who may hear them, until cancelled."""
        while True:
            await asyncio.sleep(GATHER)
            calls, self._waiting = list(self._waiting), {}
            for event, number in calls:
                if showing := self._hub.showing(number):
                    await self._unless_away(self._tell_seeing, event, number, showing)

    async def _tell_seeing(self, event: str, number: str, showing: list[Stream]) -> None:
        sees = await self.ask(who_sees, [stream.actor for stream in showing], number)
        for stream in showing:
            if stream.actor.staff_id in sees:
                stream.tell(event, number)

    async def watch_queues(self) -> None:
        """Tell those who show a queue that new cases came, until cancelled; never which."""
        while True:
            await self._unless_away(self._look_for_new)
            await asyncio.sleep(QUEUE_ROUND)

    async def _look_for_new(self) -> None:
        rows = await self.ask(new_cases, self._newest)
        if rows and self._newest is not None:
            for stream in self._hub.queues():
                if _concerns(stream, rows):
                    stream.tell("queue")
        self._newest = max([self._newest or 0, *(row[0] for row in rows)])
        self._looked.set()

    async def renew(self) -> None:
        """Renew every look before it runs out, in one statement, until cancelled."""
        while True:
            await asyncio.sleep(presence.LOOKS_FOR.total_seconds() / 2)
            await self._unless_away(self.renew_looks)

    async def renew_looks(self) -> None:
        """Renew what is looked at now; whoever leaves meanwhile is not brought back by it."""
        renewed = self._hub.looks()
        await self.ask(presence.look, renewed, self._now())
        for number, staff_id in renewed - self._hub.looks():
            await self.ask(presence.leave, number, staff_id)

    async def _unless_away(self, work: Callable[..., Any], *told: Any) -> None:
        """A database that is away is waited for by ``listen``; everybody comes again then."""
        try:
            await work(*told)
        except (OperationalError, InterfaceError, psycopg.OperationalError) as error:
            _log.warning("live.not_told", error=str(error).strip())


def new_cases(after: int | None) -> list[tuple[int, int | None, str]]:
    """Return id, owner and place of the cases received since; of a first look only the newest."""
    rows = Case.objects.order_by("-pk").values_list("pk", "owner_id", "unit_path")
    return list(rows[:1] if after is None else rows.filter(pk__gt=after)[:500])


def _concerns(stream: Stream, rows: list[tuple[int, int | None, str]]) -> bool:
    held = scopes(stream.actor)
    return any(
        owner == stream.actor.staff_id or path.startswith(held.prefixes) for _, owner, path in rows
    )


def _fresh(work: Callable[..., T], told: tuple[Any, ...]) -> T:
    close_old_connections()
    try:
        return work(*told)
    finally:
        close_old_connections()
