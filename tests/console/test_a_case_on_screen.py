"""The owner walks a case on screen from registered to resolved; colleagues do their part."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from cast import Cast
from console.conftest import SLOW
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Entry
from jiesu.cases.moves import make_move
from jiesu.people.actor import Actor
from jiesu.people.models import Staff

pytestmark = pytest.mark.browser
NAMELESS = """() => [...document.querySelectorAll(
    "input:not([type=hidden]), select, textarea, a[href], button, img, svg[role=img], iframe")]
  .filter((one) => !(one.labels?.length || one.textContent.trim() || one.alt || one.title
    || one.getAttribute("aria-label")))
  .map((one) => one.outerHTML)"""
DOUBLED = """() => { const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  return ids.filter((id, place) => ids.indexOf(id) !== place); }"""


@pytest.fixture
def case(cast: Cast, transactional_db: None) -> Case:  # noqa: ARG001 - the server reads it too
    return receive(cast.agent, SLOW, now=timezone.now())


@pytest.fixture
def owner(cast: Cast, case: Case) -> Actor:
    return cast.owner if case.owner_id == cast.owner.staff_id else cast.second_owner


@pytest.fixture
def window(
    chromium: Browser, live_server: LiveServer, owner: Actor, settings: Settings
) -> Callable[..., Page]:
    """Open a window in which the owner has logged in; second factors have tests of their own."""
    settings.SECOND_FACTOR = False
    client = Client()
    client.force_login(Staff.objects.get(work_no=owner.work_no))
    session = client.cookies["sessionid"].value

    def opened(**how: Any) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, locale="zh-CN", timezone_id="Asia/Shanghai", **how
        )
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return context.new_page()

    return opened


@pytest.fixture
def screen(window: Callable[..., Page]) -> Page:
    return window(viewport={"width": 1440, "height": 900})


def at(case: Case) -> str:
    return f"/console/cases/{case.number}/"


def say(screen: Page, verb: str, **words: str) -> None:
    """Open the verb's form in place, fill it in and confirm; the page comes back by itself."""
    screen.get_by_role("link", name=verb, exact=True).click()
    form = screen.locator(".act form")
    form.wait_for()
    for name, value in words.items():
        field = form.locator(f"[name={name.replace('__', '-')}]").first
        if field.evaluate("(one) => one.type") == "radio":
            form.locator(f"[name={name}][value='{value}']").check()
        elif field.evaluate("(one) => one.tagName") == "SELECT":
            field.select_option(value)
        elif value == "tick":
            field.check()
        else:
            field.fill(value)
    form.get_by_role("button", name="确认").click()
    expect(screen.get_by_text(f"已办理：{verb}")).to_be_visible()


def test_the_owner_walks_a_case_from_registered_to_resolved(
    screen: Page, case: Case, owner: Actor, cast: Cast
) -> None:
    screen.goto(at(case))
    say(screen, "记录联系", channel="call", direction="out", reached="tick", summary="核对情况")
    screen.get_by_role("link", name="受理", exact=True).click()
    expect(screen.get_by_text("投诉转入“已受理”")).to_be_visible()
    screen.locator(".act").get_by_role("button", name="确认").click()
    expect(screen.get_by_text("已办理：受理")).to_be_visible()
    say(screen, "开始调查", investigator_id=str(cast.investigator.staff_id), plan="测速")
    found = {
        "answers": [{"claim": "网速不达标", "verdict": "unsubstantiated"}],
        "cause": "R-LINE",
        "liability": "NONE",
        "explanation": "三次有线测速均达标",
        "evidence": ["测速记录"],
    }
    make_move(cast.investigator, case.number, "find", found, now=timezone.now())
    screen.reload()
    say(screen, "提出方案", measures="说明测速方法并复测", done_by="9月20日")
    say(screen, "同意方案", evidence="录音 1")
    screen.get_by_role("link", name="办理完毕并答复", exact=True).click()
    expect(screen.locator("[name=apology_facts]")).to_have_count(0)
    screen.locator("[name=result]").fill("测速达标，已向用户说明")
    screen.get_by_role("button", name="看看会发生什么").click()
    expect(screen.get_by_text("投诉转入“已解决(待回访)”")).to_be_visible()
    expect(screen.locator("[name=result]")).to_have_value("测速达标，已向用户说明")
    screen.locator(".act").get_by_role("button", name="确认").click()
    expect(screen.get_by_text("下一件")).to_be_visible()
    assert Case.objects.get(pk=case.pk).state == "RESOLVED"
    said = Entry.objects.filter(case=case, by_staff=owner.staff_id).values_list("verb", flat=True)
    assert list(said) == ["contact", "accept", "investigate", "propose", "agree", "resolve"]


def test_a_wrong_form_stays_in_place_with_its_text_and_the_error_beside_the_field(
    screen: Page, case: Case
) -> None:
    screen.goto(at(case))
    screen.get_by_role("link", name="记录联系", exact=True).click()
    form = screen.locator(".act form")
    form.locator("[name=channel]").select_option("call")
    form.evaluate("(one) => { one.noValidate = true; }")
    form.get_by_role("button", name="确认").click()
    expect(screen.locator("#summary-error")).to_be_visible()
    expect(screen.locator(".act [name=channel]")).to_have_value("call")
    assert screen.url.endswith(at(case))


def test_one_kind_is_read_in_place_and_the_address_says_so(screen: Page, case: Case) -> None:
    screen.goto(at(case))
    screen.get_by_role("link", name=re.compile("^消息")).click()
    expect(screen.locator(".story .event")).to_have_count(1)
    assert "kind=letter" in screen.url
    screen.go_back()
    expect(screen.locator("#e1")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1920])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out_and_everything_has_a_name(
    window: Callable[..., Page], case: Case, width: int, scheme: str
) -> None:
    page = window(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for more in ("", "accept/", "volume/", "add_evidence/"):
        page.goto(at(case) + more)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, more
        assert page.evaluate(NAMELESS) == [], more
        assert page.evaluate(DOUBLED) == [], more


def test_without_scripts_the_same_case_is_walked_by_pages(
    window: Callable[..., Page], case: Case
) -> None:
    page = window(java_script_enabled=False)
    page.goto(at(case))
    page.get_by_role("link", name="受理", exact=True).click()
    assert page.get_by_text("投诉转入“已受理”").count() == 1
    page.get_by_role("button", name="确认").click()
    assert page.get_by_text("已办理：受理").count() == 1
    page.get_by_role("link", name="最早在前").click()
    assert page.locator(".story .event").first.get_attribute("id") == "e1"
