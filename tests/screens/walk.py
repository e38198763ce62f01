"""Walks the running house as a person does: logs in, follows links, finds every kind of page."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page

STAFF = (
    "wangfang", "ligong", "weiming", "qianshifu", "jiangping", "hanmei", "yangjing", "xuqian",
    "lvyan", "shimin", "zhangwei", "zhaobanzhang", "kongying", "caoyu", "huaxing", "jinjian",
)  # fmt: skip
"""People of the demonstration, between them every role that has screens of its own."""
CUSTOMER = ""
NOT_PAGES = re.compile(
    r"/account/logout|/language|\.(?:pdf|zip|csv|json)|/piece|/evidence/\d+/|/volume|/paper|/take"
)
"""Links that end the session, change it, or hand out a file."""
MOST = 80
"""Addresses followed by one person; what looks alike is followed once."""


def log_in(page: Page, base: str, username: str, password: str) -> None:
    """Go through the door of the staff."""
    page.goto(f"{base}/account/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(re.compile(r"/console/"))


_LINK = re.compile(r"""<a\b[^>]*\shref=["']([^"']+)""")


def every_kind(kind: str) -> bool:  # noqa: ARG001 - whoever looks at every kind asks nothing
    """Whether the walk stops at the kind: at each."""
    return True


def pages_of(
    page: Page,
    base: str,
    start: str,
    known: set[str],
    looked_at: Callable[[str], bool] = every_kind,
) -> Iterator[tuple[str, str]]:
    """Yield kind and address of every page reached from ``start`` whose kind is not ``known``.

    The page stands open then, and its kind is known; what others have seen is not followed again.
    Kinds that are not ``looked_at`` are only read for their links: a window takes four times as
    long to open one.
    """
    waiting = [start]
    for _ in range(MOST):
        if not waiting:
            return
        address = waiting.pop(0)
        shown = looked_at(kind_of(address))
        if not (links := _opened(page, base, address) if shown else _read(page, base, address)):
            continue
        if shown and (address != start or kind_of(address) not in known):
            known.add(kind_of(address))
            yield kind_of(address), address
        for link in links:
            if kind_of(link) not in known:
                known.add(kind_of(link))
                waiting.append(link)


def kind_of(address: str) -> str:
    """The address without what names one thing: ``/console/cases/N/``."""
    path = urlsplit(address).path
    path = re.sub(r"(?<=/)(?:TS|GD|SS|ZG)?\d[\dA-Z]*(?=/|$)", "N", path)
    path = re.sub(r"(?<=/packs/)[^/]+", "CODE", path)
    return re.sub(r"(?<=/units/)(?!new$)[^/]+", "CODE", path)


def _opened(page: Page, base: str, address: str) -> list[str]:
    """Open the page in the window; its links, none if it is none."""
    answer = page.goto(base + address)
    if answer is None or answer.status != 200:
        return []
    hrefs: list[str] = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    return _ours(base, hrefs)


def _read(page: Page, base: str, address: str) -> list[str]:
    """The links of the page, read by the same session without opening it."""
    answer = page.request.get(base + address)
    if answer.status != 200:
        return []
    hrefs = map(unescape, _LINK.findall(answer.text()))
    return _ours(base, [urljoin(answer.url, href) for href in hrefs])


def _ours(base: str, hrefs: list[str]) -> list[str]:
    ours = [href.removeprefix(base) for href in hrefs if href.startswith(f"{base}/")]
    return [one.partition("#")[0] for one in ours if not NOT_PAGES.search(one)]
