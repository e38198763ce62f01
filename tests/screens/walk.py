"""Walks the running house as a person does: logs in, follows links, finds every kind of page."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

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


def pages_of(page: Page, base: str, start: str, known: set[str]) -> Iterator[tuple[str, str]]:
    """Yield kind and address of every page reached from ``start`` whose kind is not ``known``.

    The page stands open then, and its kind is known; what others have seen is not followed again.
    """
    waiting = [start]
    for _ in range(MOST):
        if not waiting:
            return
        address = waiting.pop(0)
        answer = page.goto(base + address)
        if answer is None or answer.status != 200:
            continue
        if address != start or kind_of(address) not in known:
            known.add(kind_of(address))
            yield kind_of(address), address
        for link in _links(page, base):
            if kind_of(link) not in known:
                known.add(kind_of(link))
                waiting.append(link)


def kind_of(address: str) -> str:
    """The address without what names one thing: ``/console/cases/N/``."""
    path = urlsplit(address).path
    path = re.sub(r"(?<=/)(?:TS|GD|SS|ZG)?\d[\dA-Z]*(?=/|$)", "N", path)
    path = re.sub(r"(?<=/packs/)[^/]+", "CODE", path)
    return re.sub(r"(?<=/units/)(?!new$)[^/]+", "CODE", path)


def _links(page: Page, base: str) -> list[str]:
    hrefs: list[str] = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    ours = [href.removeprefix(base) for href in hrefs if href.startswith(f"{base}/")]
    return [one.partition("#")[0] for one in ours if not NOT_PAGES.search(one)]
