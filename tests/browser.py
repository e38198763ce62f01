"""A real browser for the tests marked ``browser``: Chromium, driven by Playwright."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
)


@contextmanager
def a_chromium() -> Iterator[Browser]:
    """Start Chromium; it ends with the block."""
    path = _chromium_path()
    if not path:
        pytest.fail("No Chromium. On Debian, as root: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        rooted = ("--no-sandbox",) if os.geteuid() == 0 else ()
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, *rooted])
        yield browser
        browser.close()


def _chromium_path() -> str:
    named = os.environ.get("JIESU_CHROMIUM", "")
    found = [named, *map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))]
    return next((path for path in found if path), "")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A real browser without a window that talks to nobody but us.

    One a module: as long as it lives Playwright keeps an event loop in this thread, in which
    nothing asynchronous of ours (a worker) could run.
    """
    # Django would refuse to speak to the database from the loop's thread; we are not in the loop.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with a_chromium() as browser:
        yield browser
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser that has never been here: no cookies, no cache."""
    context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """An empty page; the test fails at the end if a script on it failed."""
    failures: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: failures.append(str(error)))
    yield page
    assert not failures
