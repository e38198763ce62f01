"""No page of any role has a finding that keeps somebody out (axe-core: serious and critical).

Every page is looked at in light colours whole, in dark ones for contrast.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from running_house import House
from screens.walk import CUSTOMER, STAFF, log_in, pages_of

pytestmark = pytest.mark.browser
GRAVE = {"serious", "critical"}


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """A demonstration, started as a person starts it."""
    with tempfile.TemporaryDirectory(prefix="jiesu-axe-") as folder:
        house = House(Path(folder) / "jiesu", ())
        house.start_until_ready()
        yield house
        house.end()


def test_no_page_keeps_anybody_out(house: House, chromium: Browser) -> None:
    base = f"http://127.0.0.1:{house.port}"
    password = (house.home / "demo-password").read_text(encoding="utf-8").strip()
    known: set[str] = set()
    found: list[str] = []
    for who in (CUSTOMER, *STAFF):
        context = chromium.new_context(locale="zh-CN")
        page = context.new_page()
        if who != CUSTOMER:
            log_in(page, base, who, password)
        start = "/" if who == CUSTOMER else "/console/"
        for _kind, address in pages_of(page, base, start, known):
            found += [f"{who} {address}: {one}" for one in (*_grave(page), *_dim_at_night(page))]
        context.close()
    assert len(known) > 30, "the walk found too little to say anything"
    assert found == []


def _grave(page: Page, **options: Any) -> list[str]:
    """What keeps somebody out of the page as it stands open."""
    seen = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']} {one['nodes'][0]['target']}" for one in seen if one["impact"] in GRAVE]


def _dim_at_night(page: Page) -> list[str]:
    """What cannot be read in dark colours; everything else is as by day."""
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    dim = _grave(page, runOnly=["color-contrast"])
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    return [f"dark: {one}" for one in dim]
