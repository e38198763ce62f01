"""Two colons open the list of texts in a real browser, and the keyboard is enough."""

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from cast import Cast
from jiesu.cases.intake.receive import receive
from jiesu.console.wording.keeping import begin
from jiesu.people.models import Staff
from tale import SLOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_text_is_put_in_by_typing_its_initials(
    page: Page, context: BrowserContext, live_server: LiveServer, cast: Cast, settings: Settings
) -> None:
    settings.SECOND_FACTOR = False
    case = receive(cast.agent, SLOW, now=timezone.now())
    begin(
        cast.agent,
        "text",
        "",
        "致歉",
        {"text": "非常抱歉，{case_no} 我来跟进。"},
        at=timezone.now(),
    )
    client = Client()
    client.force_login(Staff.objects.get(work_no=cast.agent.work_no))
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(f"{live_server.url}/console/cases/{case.number}/annotate/")
    page.locator("#text").focus()
    page.keyboard.type("用户来电。::zq")
    expect(page.locator("#snippets [aria-selected=true]")).to_contain_text("致歉")
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_have_value(f"用户来电。非常抱歉，{case.number} 我来跟进。")
    expect(page.locator("#snippets")).to_be_hidden()
    page.keyboard.type("::nothing")
    expect(page.locator("#snippets")).to_contain_text("没有这样的常用语")
    page.keyboard.press("Escape")
    expect(page.locator("#snippets")).to_be_hidden()
    expect(page.locator("#text")).to_have_value(
        f"用户来电。非常抱歉，{case.number} 我来跟进。::nothing"
    )
