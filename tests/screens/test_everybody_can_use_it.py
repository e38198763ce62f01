"""No page of any role has a finding that keeps somebody out (axe-core: serious and critical).

Every page is looked at in light colours whole, in dark ones for contrast.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from running_house import House
from screens.walk import CUSTOMER, STAFF, log_in, pages_of

pytestmark = [pytest.mark.browser, pytest.mark.long]
LOOK = """options => axe.run(document, {resultTypes: ["violations"], ...options}).then(told =>
  told.violations.filter(one => ["serious", "critical"].includes(one.impact))
    .map(one => `${one.id} ${one.nodes[0].target}`))"""
"""Only what was found comes out of the page: what was well is a hundred times as much."""
CONTRAST = {"runOnly": ["color-contrast"]}
LEAST = 60
"""So many kinds of pages there are at the least."""


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """A demonstration, started as a person starts it."""
    with tempfile.TemporaryDirectory(prefix="jiesu-axe-") as folder:
        house = House(Path(folder) / "jiesu", ())
        house.start_until_ready()
        yield house
        house.end()


def test_what_keeps_somebody_out_is_seen_by_day_and_at_night(page: Page) -> None:
    night = "@media (prefers-color-scheme: dark) { p { color: #222; background: #111 } }"
    shown = "<h1>Look</h1><p>Who can read this?</p><img src=''>"
    head = f"<html lang=en><title>x</title><style>{night}</style>"
    page.set_content(f"{head}<main>{shown}</main>")
    assert list(grave(page)) == ["image-alt img", "dark: color-contrast p"]


def test_no_page_keeps_anybody_out(house: House, chromium: Browser) -> None:
    base = f"http://127.0.0.1:{house.port}"
    password = (house.home / "demo-password").read_text(encoding="utf-8").strip()
    known: set[str] = set()
    looks, found = 0, list[str]()
    for who in (CUSTOMER, *STAFF):
        page = chromium.new_page(locale="zh-CN")
        if who != CUSTOMER:
            log_in(page, base, who, password)
        start = "/" if who == CUSTOMER else "/console/"
        for _, address in pages_of(page, base, start, known):
            looks += 1
            found += [f"{who} {address}: {one}" for one in grave(page)]
        page.close()
    assert looks > LEAST, "the walk found too little to say anything"
    assert found == []


def grave(page: Page) -> Iterator[str]:
    """What keeps somebody out of the page as it stands open, by day; and at night what is dim."""
    page.evaluate(Axe().axe_script)
    yield from page.evaluate(LOOK, {})
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    yield from (f"dark: {one}" for one in page.evaluate(LOOK, CONTRAST))
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
