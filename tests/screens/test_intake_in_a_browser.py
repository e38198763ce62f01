"""A complaint is taken down in a real browser without touching the mouse."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from cast import Cast
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case
from jiesu.console.together.models import Draft
from jiesu.people.actor import Actor
from jiesu.people.models import Staff
from tale import NOW, SLOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _log_in(context: BrowserContext, server: LiveServer, who: Actor) -> None:
    client = Client()
    client.force_login(Staff.objects.get(work_no=who.work_no))
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": server.url}])


def test_a_complaint_is_taken_down_by_keyboard_alone(
    page: Page, context: BrowserContext, live_server: LiveServer, cast: Cast, settings: Settings
) -> None:
    settings.SECOND_FACTOR = False
    earlier = receive(cast.agent, SLOW, now=NOW)
    _log_in(context, live_server, cast.agent)
    page.goto(f"{live_server.url}/console/new")
    expect(page.locator("#phone")).to_be_focused()
    page.keyboard.type("13800005678")
    expect(page.locator("#hints")).to_contain_text(earlier.number)
    page.keyboard.press("Enter")
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.type("孙女士")
    for _ in range(3):
        page.keyboard.press("Enter")
    expect(page.locator("#description")).to_be_focused()
    page.keyboard.type("晚上经常掉线，光猫红灯一直闪，已经三天了。")
    expect(page.locator("#questions")).to_contain_text("光猫哪些灯亮")
    page.keyboard.press("Alt+t")
    expect(page.locator("#category")).not_to_have_value("")
    page.locator("#desired_outcome").focus()
    page.keyboard.type("尽快修好")
    expect(page.locator("#hints")).to_contain_text("答复用户")
    assert Case.objects.count() == 1
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/done")
    made = Case.objects.exclude(pk=earlier.pk).get()
    assert made.description.startswith("晚上经常掉线")
    expect(page.locator(".reference-spoken")).to_be_visible()
    page.keyboard.press("Alt+n")
    page.wait_for_url("**/console/new")


def test_a_session_that_ends_in_the_middle_of_a_call_loses_not_one_word(
    page: Page, context: BrowserContext, live_server: LiveServer, cast: Cast, settings: Settings
) -> None:
    settings.SECOND_FACTOR = False
    _log_in(context, live_server, cast.agent)
    page.goto(f"{live_server.url}/console/new")
    page.get_by_label("联系电话").press_sequentially("13800005678")
    expect(page.locator("[data-kept]")).to_be_visible()
    Session.objects.all().delete()
    page.locator("#description").press_sequentially("晚上经常掉线，光猫红灯一直闪。")
    page.locator("#desired_outcome").press_sequentially("尽快修好")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("#live")).to_contain_text("登录已结束")
    expect(page.locator("#description")).to_have_value("晚上经常掉线，光猫红灯一直闪。")
    assert not Case.objects.exists()
    _log_in(context, live_server, cast.agent)
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url("**/done")
    assert Case.objects.get().description.startswith("晚上经常掉线")
    assert not Draft.objects.exists()
