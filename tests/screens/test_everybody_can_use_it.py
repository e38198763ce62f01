"""No page of any role has a finding that keeps somebody out (axe-core: serious and critical)."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

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
            for one in Axe().run(page).response["violations"]:
                if one["impact"] in GRAVE:
                    where = one["nodes"][0]["target"]
                    found.append(f"{who} {address}: {one['id']} {where}")
        context.close()
    assert len(known) > 30, "the walk found too little to say anything"
    assert found == []
