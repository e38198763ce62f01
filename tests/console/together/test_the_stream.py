"""The stream: for sessions only, only about what one may see, bounded, missing no move."""

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import close_old_connections
from django.utils import timezone
from pytest_django import Settings

from cast import Cast
from console.conftest import SLOW, Enter
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case
from jiesu.cases.moves import make_move
from jiesu.console.together.live.door import Door
from jiesu.console.together.live.hub import Full, Hub
from jiesu.console.together.live.stream import MOST_CASES, Asked, Stream, read_asked
from jiesu.console.together.models import Presence
from jiesu.people.actor import Actor
from jiesu.people.login.sessions import actor_of_session
from jiesu.people.models import Staff

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20.0


class Screen:
    """A browser at the stream: what it was told, and how it hangs up."""

    def __init__(self, door: Door, cookie: str, query: str, **headers: str) -> None:
        self.status, self.text = 0, ""
        self.head: dict[str, str] = {}
        self._gone = asyncio.Event()
        told = {"host": "testserver:8001", "cookie": f"sessionid={cookie}", **headers}
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/live",
            "query_string": query.encode(),
            "headers": [(k.encode(), v.encode()) for k, v in told.items()],
        }
        self._task = asyncio.ensure_future(door(scope, self._receive, self._send))

    async def hears(self, *words: str) -> bool:
        until = time.monotonic() + PATIENCE
        while not all(word in self.text for word in words):
            if time.monotonic() > until or (self._task.done() and not self._gone.is_set()):
                return False
            await asyncio.sleep(0.02)
        return True

    async def closes(self) -> None:
        self._gone.set()
        await asyncio.wait_for(self._task, PATIENCE)

    async def ends(self) -> None:
        await asyncio.wait_for(self._task, PATIENCE)

    async def _receive(self) -> MutableMapping[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.head = {k.decode(): v.decode() for k, v in message["headers"]}
        else:
            self.text += message["body"].decode()


Play = Callable[[Door], Awaitable[None]]


@pytest.fixture
def key(enter: Enter) -> Callable[[Actor], str]:
    def key_of(actor: Actor) -> str:
        return str(enter(actor).cookies["sessionid"].value)

    return key_of


def played(play: Play, door: Door | None = None) -> None:
    """Run the play beside a door that is open."""

    async def run() -> None:
        stage = door or Door()
        stage.begin()
        try:
            await play(stage)
        finally:
            await stage.close()

    asyncio.run(run())


def aside(work: Callable[[], object]) -> Awaitable[object]:
    """Do it as another process would: not in the thread of the streams."""

    def done() -> object:
        try:
            return work()
        finally:
            close_old_connections()

    return asyncio.to_thread(done)


def test_a_screen_hears_that_its_case_moved(
    case: Case, owner: Actor, cast: Cast, key: Callable[[Actor], str]
) -> None:
    mine = key(cast.manager)

    async def play(door: Door) -> None:
        screen = Screen(door, mine, f"case={case.number}.{case.seq}")
        assert await screen.hears(": beat")
        await door.calls.listening()
        await aside(lambda: make_move(owner, case.number, "accept", {}, now=timezone.now()))
        assert await screen.hears(f"event: moved\ndata: {case.number}\n\n")
        await screen.closes()
        assert door.hub.streams == set()

    played(play)


def test_what_moved_before_the_stream_was_there_is_told_at_its_beginning(
    case: Case, owner: Actor, cast: Cast, key: Callable[[Actor], str]
) -> None:
    mine = key(cast.manager)
    make_move(owner, case.number, "accept", {}, now=timezone.now())

    async def play(door: Door) -> None:
        behind = Screen(door, mine, f"case={case.number}.{case.seq}")
        level = Screen(door, mine, f"case={case.number}.{case.seq + 9}")
        assert await behind.hears(f"event: moved\ndata: {case.number}")
        assert await level.hears(": beat")
        assert "moved" not in level.text

    played(play)


def test_a_stranger_who_names_a_case_hears_nothing_of_it(
    case: Case, owner: Actor, cast: Cast, key: Callable[[Actor], str]
) -> None:
    asked = f"case={case.number}.0&at={case.number}"
    theirs, mine = key(cast.stranger), key(cast.manager)

    async def play(door: Door) -> None:
        stranger, manager = Screen(door, theirs, asked), Screen(door, mine, asked)
        assert await stranger.hears(": beat")
        await door.calls.listening()
        await aside(lambda: make_move(owner, case.number, "accept", {}, now=timezone.now()))
        assert await manager.hears("event: moved")
        assert "event" not in stranger.text
        assert case.number not in stranger.text
        assert not await aside(Presence.objects.filter(staff=cast.stranger.staff_id).exists)

    played(play)


def test_an_open_page_is_a_look_and_a_closed_one_is_none(
    case: Case, owner: Actor, cast: Cast, key: Callable[[Actor], str]
) -> None:
    asked, mine, theirs = f"case={case.number}.9&at={case.number}", key(owner), key(cast.manager)

    async def play(door: Door) -> None:
        first = Screen(door, mine, asked)
        assert await first.hears(": beat")
        await door.calls.listening()
        first.text = ""
        second = Screen(door, theirs, asked)
        assert await second.hears("\n\n")
        assert await first.hears(f"event: here\ndata: {case.number}")
        assert await aside(Presence.objects.count) == 2
        await second.closes()
        left = Presence.objects.filter(staff=cast.manager.staff_id)
        assert not await aside(left.exists)

    played(play)


def test_whoever_leaves_while_looks_are_renewed_is_not_brought_back(
    case: Case, owner: Actor
) -> None:
    looks = [{(case.number, owner.staff_id or 0)}, set[tuple[str, int]]()]

    class Leaving(Hub):
        def looks(self) -> set[tuple[str, int]]:
            return looks.pop(0)

    async def play(door: Door) -> None:
        await door.calls.renew_looks()
        assert looks == []
        assert not await aside(Presence.objects.exists)

    played(play, Door(Leaving()))


def test_a_queue_hears_that_something_came_but_not_what(
    case: Case, cast: Cast, key: Callable[[Actor], str]
) -> None:
    theirs, strange = key(cast.manager), key(cast.stranger)

    async def play(door: Door) -> None:
        queue, elsewhere = Screen(door, theirs, "queue=1"), Screen(door, strange, "queue=1")
        assert await queue.hears(": beat")
        assert await elsewhere.hears(": beat")
        await door.calls.looked_for_new()
        came = await aside(lambda: receive(cast.agent, SLOW, now=timezone.now()))
        assert await queue.hears("event: queue\ndata: \n\n")
        assert isinstance(came, Case)
        assert came.number not in queue.text
        assert "queue" not in elsewhere.text

    assert case.pk
    played(play)


def test_without_a_session_nobody_listens(cast: Cast, key: Callable[[Actor], str]) -> None:
    mine = key(cast.owner)

    async def play(door: Door) -> None:
        nobody = Screen(door, "made-up", "")
        await nobody.ends()
        assert nobody.status == 401
        foreign = Screen(door, mine, "", origin="https://elsewhere.example")
        await foreign.ends()
        assert foreign.status == 403
        ours = Screen(door, mine, "", origin="http://testserver:8000")
        assert await ours.hears(": beat")
        assert ours.head["access-control-allow-origin"] == "http://testserver:8000"

    played(play)


def test_a_stream_ends_with_its_session(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.owner)
    moment = timezone.now()

    async def play(door: Door) -> None:
        nonlocal moment
        screen = Screen(door, browser.cookies["sessionid"].value, "")
        assert await screen.hears(": beat")
        await aside(browser.logout)
        moment += timedelta(minutes=2)
        (stream,) = door.hub.streams
        stream.tell("inbox")
        await screen.ends()
        assert screen.text.count("event") <= 1

    played(play, Door(now=lambda: moment))


def test_listening_does_not_keep_a_session_alive(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.owner)
    browser.get("/console/")
    key, now = browser.cookies["sessionid"].value, timezone.now()
    assert actor_of_session(key, now) == cast.owner
    assert actor_of_session(key, now + timedelta(hours=11)) is None
    Staff.objects.filter(pk=cast.owner.staff_id or 0).update(left_at=now)
    assert actor_of_session(key, now) is None


def test_a_session_of_another_password_opens_nothing(cast: Cast, enter: Enter) -> None:
    key = enter(cast.owner).cookies["sessionid"].value
    staff = Staff.objects.get(pk=cast.owner.staff_id or 0)
    staff.set_password("another one entirely")
    staff.save()
    assert actor_of_session(key, timezone.now()) is None


def test_the_second_factor_is_asked_of_listeners_too(
    cast: Cast, enter: Enter, settings: Settings
) -> None:
    key = enter(cast.admin).cookies["sessionid"].value
    settings.SECOND_FACTOR = True
    assert actor_of_session(key, timezone.now()) is None


def test_streams_are_bounded_in_all_and_for_one_person(cast: Cast) -> None:
    hub = Hub(most=3, most_of_one=2)
    for _ in range(2):
        hub.add(Stream(cast.owner, "", Asked({})))
    with pytest.raises(Full):
        hub.add(Stream(cast.owner, "", Asked({})))
    hub.add(Stream(cast.manager, "", Asked({})))
    with pytest.raises(Full):
        hub.add(Stream(cast.agent, "", Asked({})))
    hub.remove(hub.of(cast.owner.staff_id or 0)[0])
    hub.add(Stream(cast.agent, "", Asked({})))


def test_a_screen_cannot_ask_for_more_than_it_can_show() -> None:
    many = [f"TS{n}.1" for n in range(MOST_CASES + 50)]
    asked = read_asked({"case": [*many, "nonsense", "TS.x"], "at": ["TS999999"]})
    assert len(asked.known) == MOST_CASES
    assert asked.at == ""


def test_the_same_call_is_told_once(cast: Cast) -> None:
    stream = Stream(cast.owner, "", Asked({}))
    for _ in range(5):
        stream.tell("moved", "TS1")
    assert stream.take() == b"event: moved\ndata: TS1\n\n"
    assert stream.take() == b": beat\n\n"
