"""S3: the first page is light: one question to the server, one round for style and behaviour."""

import pytest
from playwright.sync_api import BrowserContext, Response
from pytest_django.live_server_helper import LiveServer

from cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("cast")]
MOST = 60_000
"""Bytes of the first page with all it needs (headers left out, nothing cached, not compressed)."""
ALLOWED = {"document", "stylesheet", "script", "image", "other"}


def test_the_first_page_is_light_and_asks_in_two_rounds(
    context: BrowserContext, live_server: LiveServer, cast: Cast
) -> None:
    assert cast.city
    page = context.new_page()
    answers: list[Response] = []
    page.on("response", lambda one: answers.extend([one]))
    page.goto(live_server.url, wait_until="networkidle")
    sizes = {one.url: len(one.body()) for one in answers}
    assert sum(sizes.values()) <= MOST, sizes
    kinds = {one.request.resource_type for one in answers}
    assert kinds <= ALLOWED
    html = answers[0].text()
    path = live_server.url
    named_elsewhere = [url for url in sizes if url.removeprefix(path) not in {"/", *named(html)}]
    assert named_elsewhere == [], "named by a style or a script: a third round"
    assert len(sizes) <= 8


def named(html: str) -> set[str]:
    return {part.split('"')[0] for part in html.replace('href="', 'src="').split('src="')[1:]}
