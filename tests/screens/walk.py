"""Walks the running house as a person does: logs in, follows links, finds every kind of page."""

import re
from collections.abc import Iterator
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
    """Go through the door of the staff, with the form it gives but without a window's drawing it.

    A window takes two seconds for each of the seventeen; the form by keys is tested elsewhere.
    """
    door = f"{base}/account/login/"
    token = _TOKEN.findall(page.request.get(door).text())[0]
    form = {"csrfmiddlewaretoken": token, "login": username, "password": password}
    answer = page.request.post(door, form=form, headers={"Referer": door}, max_redirects=0)
    assert answer.headers.get("location", "").startswith("/console/"), f"{username} stays outside"


_TOKEN = re.compile(r"""name=["']?csrfmiddlewaretoken["']? value=["']([^"']+)""")
_LINK = re.compile(r"""<a\b[^>]*\shref=["']([^"']+)""")


def pages_of(page: Page, base: str, start: str, known: set[str]) -> Iterator[tuple[str, str]]:
    """Yield kind and address of every page reached from ``start`` whose kind is not ``known``.

    The page stands open then, and its kind is known; what others have seen is not followed again.
    A start that is known is only read for its links: a window takes four times as long.
    """
    waiting = [start]
    for _ in range(MOST):
        if not waiting:
            return
        address = waiting.pop(0)
        seen = address == start and kind_of(start) in known
        if not (links := _read(page, base, address) if seen else _opened(page, base, address)):
            continue
        if not seen:
            known.add(kind_of(address))
            yield kind_of(address), address
        for link in links:
            if kind_of(link) not in known:
                known.add(kind_of(link))
                waiting.append(link)


def kind_of(address: str) -> str:
    """The address without what names one thing: ``/console/cases/N/``."""
    path = urlsplit(address).path
    path = re.sub(r"(?<=/)(?:TS|GD|SS|ZG|QZ)?\d[\dA-Z]*(?=/|$)", "N", path)
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
