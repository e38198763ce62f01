"""``/live``: an ASGI application that lets staff listen, by the cookie of their session.

It runs in a process of its own (``jiesu live``): an open stream would hold one of the few threads
that answer pages (docs/decisions/0080).
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

import structlog
from django.conf import settings

from jiesu.console.together import presence
from jiesu.console.together.live.calls import Calls
from jiesu.console.together.live.hub import Full, Hub
from jiesu.console.together.live.stream import Stream, read_asked
from jiesu.console.together.sight import moved_since
from jiesu.people.login.sessions import actor_of_session

BEAT = 20.0
"""Seconds of silence after which a comment is sent, so that nobody on the way hangs up."""
ASKED_AGAIN = timedelta(seconds=60)
"""How often a stream's session and roles are read anew."""
SPACING = 0.2
"""Least seconds between two tellings of one stream."""
_log = structlog.get_logger()
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def _wall_clock() -> datetime:
    return datetime.now(UTC)


class Door:
    """The application; one a process."""

    def __init__(self, hub: Hub | None = None, now: Callable[[], datetime] = _wall_clock) -> None:
        self.hub = hub or Hub()
        self.calls = Calls(self.hub, now)
        self._now = now
        self._tasks: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or live through the process's life."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["path"].endswith("/healthz"):
            await _answer(send, 200, b"ok")
        elif scope["path"].endswith("/live") and scope["method"] == "GET":
            await self._stream(scope, receive, send)
        else:
            await _answer(send, 404, b"")

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self.begin()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.close()
        await send({"type": "lifespan.shutdown.complete"})

    def begin(self) -> None:
        """Start what runs beside the streams."""
        calls = self.calls
        work = (calls.listen, calls.pass_on, calls.watch_queues, calls.renew)
        self._tasks = [asyncio.ensure_future(one()) for one in work]
        for task in self._tasks:
            task.add_done_callback(_end_if_broken)

    async def close(self) -> None:
        """End every stream, and all that runs beside them."""
        self.hub.end_all()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.calls.close()

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
        if not (allowed := _allowed(given)):
            return await _answer(send, 403, b"")
        session = _session(given.get("cookie", ""))
        actor = await self.calls.ask(actor_of_session, session, self._now()) if session else None
        if actor is None:
            return await _answer(send, 401, b"", allowed)
        query = parse_qs(scope["query_string"].decode("latin-1"))
        asked = read_asked(query)
        if actor.through:  # whoever looks with another's eyes is not there as that person
            asked = replace(asked, at="")
        stream = Stream(actor, session, asked)
        try:
            self.hub.add(stream)
        except Full:
            return await _answer(send, 503, b"", [*allowed, (b"retry-after", b"30")])
        try:
            await self._serve(stream, receive, send, allowed)
        finally:
            self.hub.remove(stream)
            await self._leave(stream)
        return None

    async def _serve(
        self, stream: Stream, receive: Receive, send: Send, allowed: list[tuple[bytes, bytes]]
    ) -> None:
        """Tell what is missing since the page was made, then what happens, until one side ends."""
        head = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
        head += [(b"x-accel-buffering", b"no"), *allowed]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        gone = asyncio.ensure_future(_until_gone(receive))
        try:
            await self._catch_up(stream)
            await self._talk(stream, send, gone)
        finally:
            gone.cancel()
        with suppress(Exception):
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _catch_up(self, stream: Stream) -> None:
        for number in await self.calls.ask(moved_since, stream.actor, stream.asked.known):
            stream.tell("moved", number)
        if stream.asked.at and stream.actor.staff_id is not None:
            looks = [(stream.asked.at, stream.actor.staff_id)]
            sees = await self.calls.ask(moved_since, stream.actor, {stream.asked.at: -1})
            if sees:
                await self.calls.ask(presence.look, looks, self._now())

    async def _talk(self, stream: Stream, send: Send, gone: "asyncio.Future[None]") -> None:
        again = self._now() + ASKED_AGAIN
        while not (stream.ended or gone.done()):
            await send({"type": "http.response.body", "body": stream.take(), "more_body": True})
            await asyncio.sleep(SPACING)
            rest = asyncio.ensure_future(stream.rest(BEAT))
            await asyncio.wait({rest, gone}, return_when=asyncio.FIRST_COMPLETED)
            rest.cancel()
            if self._now() >= again:
                again = self._now() + ASKED_AGAIN
                if not await self._still(stream):
                    return

    async def _still(self, stream: Stream) -> bool:
        """Read session and roles anew; a stream without a session ends."""
        actor = await self.calls.ask(actor_of_session, stream.session, self._now())
        if actor is None:
            return False
        stream.actor = actor
        return True

    async def _leave(self, stream: Stream) -> None:
        look = (stream.asked.at, stream.actor.staff_id or 0)
        if stream.asked.at and look not in self.hub.looks():
            with suppress(Exception):
                await self.calls.ask(presence.leave, *look)


def _end_if_broken(task: "asyncio.Task[None]") -> None:
    """A process that no longer hears is worse than none: it ends, and is started again."""
    if not task.cancelled() and (error := task.exception()):
        _log.error("live.broken", exc_info=error)
        signal.raise_signal(signal.SIGTERM)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _answer(
    send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]] | None = None
) -> None:
    head = [(b"content-type", b"text/plain"), *(headers or [])]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": body})


def _allowed(given: dict[str, str]) -> list[tuple[bytes, bytes]] | None:
    """Headers that let the page read the answer; None if the page is not ours.

    A page of ours comes from this host (on the web's own port), or from an origin that settings
    trust. Where a proxy puts both under one origin, browsers send no Origin at all.
    """
    origin = given.get("origin", "")
    if not origin:
        return [(b"vary", b"origin")]
    here = urlsplit(f"//{given.get('host', '')}").hostname
    if origin not in settings.CSRF_TRUSTED_ORIGINS and urlsplit(origin).hostname != here:
        return None
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"origin"),
    ]


def _session(cookies: str) -> str:
    told: SimpleCookie = SimpleCookie()
    with suppress(CookieError):
        told.load(cookies)
    found = told.get(settings.SESSION_COOKIE_NAME)
    return found.value if found else ""
