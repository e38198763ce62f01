"""The camera of ``bin/screens``: every dress of a page, under names that sort."""

from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from screens.camera import Camera
from screens.scenes import Customer, name_of
from screens.walk import kind_of

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("cast")]


def test_a_page_is_taken_in_every_dress(
    page: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    camera = Camera(tmp_path, live_server.url)
    camera.take(page, "portal-home", partial(page.goto, live_server.url))
    names = sorted(path.name for path in camera.taken)
    assert names == [
        f"portal-home__{width}-{scheme}-{tongue}.png"
        for width in (1440, 390)
        for scheme in ("dark", "light")
        for tongue in ("en", "zh")
    ]
    for path in camera.taken:
        with Image.open(path) as picture:
            assert f"__{picture.width}-" in path.name, "wider than its window"
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert len({path.read_bytes() for path in camera.taken}) == 8


def test_a_complaint_is_walked_to_its_receipt(page: Page, live_server: LiveServer) -> None:
    for name, show in Customer(page, live_server.url).complains():  # noqa: B007 - the last counts
        show()
    assert name == "portal-9-sent-receipt"
    assert page.locator(".reference").count() > 0


def test_a_name_says_the_kind_of_page() -> None:
    assert name_of(kind_of("/")) == "portal-home"
    assert name_of(kind_of("/console/cases/TS4401002026091800001/")) == "console-cases-N"
