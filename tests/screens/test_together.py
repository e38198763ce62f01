"""Two colleagues at two browsers: each sees the other, and what the other did."""

import asyncio
import re
import threading
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from socket import AF_INET
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from cast import Cast
from console.conftest import SLOW, Enter
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case
from jiesu.cases.moves import make_move
from jiesu.console.together.live.door import Door
from jiesu.people.actor import Actor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATIENCE = 20_000
PROMPTLY = 5_000
"""Milliseconds in which a leave is seen: far less than presence takes to run out by itself."""
Sit = Callable[[Actor, str], Page]


class Answering(asyncio.Protocol):
    """Just enough of HTTP to let a browser listen to the door, as granian does in production."""

    def __init__(self, door: Door, met: list["Answering"]) -> None:
        self._door, self._met, self._gone = door, met, asyncio.Event()
        self._task: asyncio.Future[None] | None = None
        self._told = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._met.append(self)

    def data_received(self, data: bytes) -> None:
        self._told += data
        if self._told.endswith(b"\r\n\r\n"):
            self._task = asyncio.ensure_future(self._serve())

    def connection_lost(self, exc: Exception | None) -> None:
        self._gone.set()

    async def hang_up(self) -> None:
        """Break off, and come back once nothing of this connection runs any more."""
        self._transport.abort()
        await self._gone.wait()
        if self._task:
            await self._task

    async def _serve(self) -> None:
        first, *lines = self._told.decode("latin-1").strip().split("\r\n")
        path, _, query = first.split(" ")[1].partition("?")
        headers = [tuple(p.encode() for p in line.split(": ", 1)) for line in lines]
        scope = {"type": "http", "method": "GET", "path": path, "headers": headers}
        await self._door({**scope, "query_string": query.encode()}, self._receive, self._send)
        self._transport.close()

    async def _receive(self) -> MutableMapping[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            head = b"".join(b"%s: %s\r\n" % pair for pair in message["headers"])
            self._transport.write(b"HTTP/1.1 %d -\r\n%s\r\n" % (message["status"], head))
        else:
            self._transport.write(message["body"])


@pytest.fixture
def stream(settings: Settings) -> Iterator[None]:
    """The stream at a port of its own, in a thread instead of a process."""
    door, loop, met = Door(), asyncio.new_event_loop(), list[Answering]()

    async def begin() -> asyncio.Server:
        door.begin()
        return await loop.create_server(
            lambda: Answering(door, met), "localhost", 0, family=AF_INET
        )

    async def end() -> None:
        server.close()
        await asyncio.gather(*(each.hang_up() for each in met))
        await door.close()

    def run(work: Awaitable[Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result(20)  # type: ignore[arg-type] # coroutines only

    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = run(begin())
    settings.LIVE_URL = f":{server.sockets[0].getsockname()[1]}"
    run(door.calls.listening())
    yield
    run(end())
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
def case(cast: Cast) -> Case:
    return receive(cast.agent, SLOW, now=timezone.now())


@pytest.fixture
def owner(cast: Cast, case: Case) -> Actor:
    return cast.owner if case.owner_id == cast.owner.staff_id else cast.second_owner


@pytest.fixture
def sit(chromium: Browser, live_server: LiveServer, enter: Enter) -> Iterator[Sit]:
    """Sit somebody down at a browser of their own, logged in, at an address."""
    contexts, failures = [], list[str]()

    def at(actor: Actor, address: str) -> Page:
        context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
        contexts.append(context)
        cookie = enter(actor).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(f"{live_server.url}{address}")
        return page

    yield at
    for context in contexts:
        context.close()
    assert failures == []


def listens(page: Page) -> None:
    expect(page.locator("html[data-live]")).to_be_attached(timeout=PATIENCE)


@pytest.mark.usefixtures("stream")
def test_two_at_one_case_see_each_other_come_and_go(
    cast: Cast, case: Case, owner: Actor, sit: Sit
) -> None:
    mine = sit(owner, f"/console/cases/{case.number}/")
    listens(mine)
    expect(mine.locator(".here")).to_have_count(0)
    theirs = sit(cast.manager, f"/console/cases/{case.number}/")
    expect(mine.locator(".here")).to_contain_text(cast.manager.work_no, timeout=PATIENCE)
    expect(theirs.locator(".here")).to_contain_text(owner.work_no, timeout=PATIENCE)
    theirs.goto("about:blank")
    expect(mine.locator(".here")).to_be_empty(timeout=PROMPTLY)


@pytest.mark.usefixtures("stream")
def test_one_who_leaves_in_the_middle_of_a_word_is_gone_at_once(
    cast: Cast, case: Case, owner: Actor, sit: Sit
) -> None:
    mine = sit(owner, f"/console/cases/{case.number}/")
    listens(mine)
    theirs = sit(cast.manager, f"/console/cases/{case.number}/annotate/")
    listens(theirs)
    expect(mine.locator(".here")).to_contain_text(cast.manager.work_no, timeout=PATIENCE)
    theirs.get_by_label("内容").press_sequentially("写到一半")
    theirs.on("dialog", lambda dialog: dialog.accept())
    theirs.goto("about:blank")
    expect(mine.locator(".here")).to_be_empty(timeout=PROMPTLY)


@pytest.mark.usefixtures("stream")
def test_what_one_does_the_other_reads_without_asking(
    cast: Cast, case: Case, owner: Actor, sit: Sit
) -> None:
    theirs = sit(cast.manager, f"/console/cases/{case.number}/")
    queue = sit(cast.manager, "/console/cases/?whose=all")
    listens(theirs)
    listens(queue)
    make_move(owner, case.number, "accept", {}, now=timezone.now())
    expect(theirs.locator("#live")).to_contain_text("受理", timeout=PATIENCE)
    expect(theirs.locator("#live")).to_contain_text(owner.work_no)
    expect(queue.locator(f'tr[data-case="{case.number}"]')).to_contain_class(
        "moved-mark", timeout=PATIENCE
    )
    queue.get_by_role("link", name="刷新列表").first.click()
    expect(queue.locator("tbody")).to_contain_text("已受理")
    expect(queue.locator("#live")).to_be_empty()


@pytest.mark.usefixtures("stream")
def test_the_list_shows_who_is_at_a_case_and_that_a_new_one_came(
    cast: Cast, case: Case, owner: Actor, sit: Sit
) -> None:
    queue = sit(cast.manager, "/console/cases/?whose=all")
    listens(queue)
    sit(owner, f"/console/cases/{case.number}/")
    expect(queue.locator("tbody .here")).to_contain_text(owner.work_no, timeout=PATIENCE)
    receive(cast.agent, SLOW, now=timezone.now())
    expect(queue.locator("#live")).to_contain_text("有新的投诉进入", timeout=PATIENCE)


def test_without_a_stream_the_page_asks_by_itself(
    cast: Cast, case: Case, owner: Actor, sit: Sit, settings: Settings
) -> None:
    settings.LIVE_URL = ""
    sit(owner, f"/console/cases/{case.number}/")
    theirs = sit(cast.manager, f"/console/cases/{case.number}/")
    expect(theirs.locator(".here")).to_contain_text(owner.work_no, timeout=PATIENCE)


@pytest.mark.usefixtures("stream")
def test_a_save_over_what_another_did_shows_both_and_is_sent_again_on_purpose(
    cast: Cast, case: Case, owner: Actor, sit: Sit
) -> None:
    mine = sit(owner, f"/console/cases/{case.number}/annotate/")
    listens(mine)
    mine.get_by_label("内容").fill("我这边的话")
    theirs = sit(cast.manager, f"/console/cases/{case.number}/annotate/")
    theirs.get_by_label("内容").fill("经理先写了一句")
    theirs.get_by_role("button", name="确认").click()
    expect(theirs.get_by_text("已办理：批注")).to_be_visible()
    expect(mine.locator("#live")).to_contain_text(cast.manager.work_no, timeout=PATIENCE)
    mine.get_by_role("button", name="确认").click()
    expect(mine.get_by_text("经理先写了一句")).to_be_visible()
    expect(mine.get_by_label("内容")).to_have_value("我这边的话")
    mine.get_by_role("button", name="确认").click()
    expect(mine.get_by_text("已办理：批注")).to_be_visible()


@pytest.mark.usefixtures("stream")
def test_the_other_sees_that_one_types_and_a_reload_finds_what_was_typed(
    cast: Cast, case: Case, owner: Actor, sit: Sit
) -> None:
    mine = sit(owner, f"/console/cases/{case.number}/annotate/")
    theirs = sit(cast.manager, f"/console/cases/{case.number}/")
    listens(mine)
    listens(theirs)
    mine.get_by_label("内容").press_sequentially("写到一半")
    expect(theirs.locator(".here")).to_contain_text("正在输入", timeout=PATIENCE)
    expect(mine.locator("[data-kept]")).to_be_visible(timeout=PATIENCE)
    mine.on("dialog", lambda dialog: dialog.accept())
    mine.reload()
    expect(mine.get_by_label("内容")).to_have_value("写到一半")
    expect(mine.get_by_text("已恢复未提交的草稿")).to_be_visible()


@pytest.mark.usefixtures("stream")
def test_whoever_is_chosen_after_an_at_sign_is_told_at_once(
    cast: Cast, case: Case, owner: Actor, sit: Sit
) -> None:
    theirs = sit(cast.manager, "/console/cases/?whose=all")
    listens(theirs)
    mine = sit(owner, f"/console/cases/{case.number}/annotate/")
    mine.get_by_label("内容").press_sequentially(f"请看 @{cast.manager.name[0]}")
    expect(mine.get_by_role("option")).to_have_count(1, timeout=PATIENCE)
    mine.keyboard.press("Enter")
    expect(mine.get_by_label("提到的同事")).to_have_value(cast.manager.work_no)
    mine.get_by_role("button", name="确认").click()
    expect(mine.get_by_text("已办理：批注")).to_be_visible()
    expect(theirs.locator("#unread")).to_have_text("1", timeout=PATIENCE)


def test_a_tab_is_closed_by_key_and_found_again_after_a_reload(
    case: Case, owner: Actor, sit: Sit
) -> None:
    mine = sit(owner, f"/console/cases/{case.number}/")
    mine.reload()
    expect(mine.locator(".open-tab")).to_have_count(1)
    mine.keyboard.press("Alt+w")
    expect(mine.locator(".open-tab")).to_have_count(0)
    expect(mine).to_have_url(re.compile("/console/cases/$"))


def test_a_case_is_dragged_to_a_colleague_and_handed_over(
    cast: Cast, case: Case, owner: Actor, sit: Sit
) -> None:
    other = cast.second_owner if owner == cast.owner else cast.owner
    second = receive(cast.agent, SLOW, now=timezone.now())
    Case.objects.update(next_due_at=timezone.now())
    assert second.owner_id == other.staff_id
    board = sit(cast.manager, "/console/lead/board")
    row = board.locator(f'tr[data-case="{case.number}"]')
    row.drag_to(board.locator(f'tr[data-drop="{other.staff_id}"] th'))
    expect(row.locator("select")).to_have_value(str(other.staff_id))
    board.keyboard.press("Enter")
    expect(board.get_by_text("已更换专人")).to_be_visible(timeout=PATIENCE)
    assert Case.objects.get(pk=case.pk).owner_id == other.staff_id
