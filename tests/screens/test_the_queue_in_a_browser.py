"""The queue in a real browser: keys, clocks that run down, several at once, the command bar."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from cast import Cast
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive_all
from jiesu.cases.models import Case, Entry
from jiesu.people.models import Staff

pytestmark = pytest.mark.browser
SLOW = Intake(
    channel="hotline",
    description="家里宽带网速很慢，签约三百兆，有线测速只有六十兆，已经一周了。",
    desired_outcome="修好网速",
    name="孙女士",
    phone="13800005678",
    region="440100",
)
WIDTHS = (390, 768, 1280, 1920)


@pytest.fixture
def desk(
    live_server: LiveServer, context: BrowserContext, page: Page, cast: Cast, settings: Settings
) -> Page:
    """The manager's queue with four cases."""
    settings.SECOND_FACTOR = False
    receive_all(cast.agent, [SLOW] * 4, now=timezone.now() - timedelta(minutes=3))
    client = Client()
    client.force_login(Staff.objects.get(work_no=cast.manager.work_no))
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}/console/cases/?whose=unit")
    return page


def test_j_and_k_go_through_the_rows_and_enter_opens(desk: Page) -> None:
    numbers = [one.inner_text() for one in desk.locator("tr[data-row] .figures").all()]
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    desk.keyboard.press("k")
    desk.keyboard.press("j")
    expect(desk.locator("tr.row-here .figures")).to_have_text(numbers[1])
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**/cases/{numbers[1]}/")


def test_letters_typed_into_a_box_are_letters(desk: Page) -> None:
    desk.keyboard.press("/")
    desk.keyboard.type("jk?")
    assert desk.locator("#seek").input_value() == "jk?"
    assert desk.locator("tr.row-here").count() == 0


def test_a_deadline_runs_down_and_changes_its_colour(desk: Page) -> None:
    case = Case.objects.order_by("next_due_at").first()
    assert case
    desk.clock.install(time=timezone.now())
    desk.reload()
    chip = desk.locator("tr[data-row] .clock").first
    before = chip.inner_text()
    desk.clock.fast_forward("15:00:00")
    expect(chip).not_to_have_text(before)
    desk.clock.fast_forward(15 * 24 * 3600 * 1000)
    expect(chip).to_have_class(re.compile("clock-late"))
    expect(chip).to_contain_text("已超时")


def test_pointing_at_a_deadline_shows_every_clock_and_escape_puts_it_away(desk: Page) -> None:
    desk.locator("tr[data-row] .clock").first.hover()
    beside = desk.locator("#beside")
    expect(beside).to_be_visible()
    expect(beside.locator(".promise").first).to_be_visible()
    desk.keyboard.press("Escape")
    expect(beside).to_be_hidden()


def test_several_are_ticked_by_keys_and_acted_on_together(desk: Page) -> None:
    expect(desk.locator("[data-several]")).to_be_hidden()
    for key in ("j", "x", "j", "x"):
        desk.keyboard.press(key)
    expect(desk.locator("[data-how-many]")).to_have_text("2")
    desk.keyboard.press("b")
    expect(desk.locator('[data-several] [name="verb"]').first).to_be_focused()
    choose(desk, "expedite")
    desk.get_by_role("button", name="继续").click()
    desk.get_by_role("button", name="逐件办理").click()
    expect(desk.locator("main")).to_contain_text("已办理 2 件")
    assert Entry.objects.filter(verb="expedite").count() == 2


def test_filters_are_out_of_the_way_on_a_phone_until_one_of_them_counts(
    desk: Page, live_server: LiveServer
) -> None:
    expect(desk.get_by_label("优先级")).to_be_visible()
    desk.set_viewport_size({"width": 390, "height": 800})
    expect(desk.get_by_label("优先级")).to_be_hidden()
    desk.goto(f"{live_server.url}/console/cases/?whose=all&priority=P1")
    expect(desk.get_by_label("优先级")).to_be_visible()


def test_ways_seldom_gone_stand_behind_ones_name_and_go_away_again(desk: Page) -> None:
    out = desk.get_by_role("link", name="退出")
    expect(out).to_be_hidden()
    desk.locator(".drawer-title").click()
    expect(out).to_be_visible()
    desk.keyboard.press("Escape")
    expect(out).to_be_hidden()
    desk.locator(".drawer-title").click()
    desk.locator("h1").click()
    expect(out).to_be_hidden()


def choose(desk: Page, verb: str) -> None:
    """Choose the verb, whether it is shown as a list or as buttons."""
    select = desk.locator('[data-several] select[name="verb"]')
    if select.count():
        select.select_option(verb)
    else:
        desk.locator(f'[data-several] input[value="{verb}"]').check()


def test_the_command_bar_opens_by_keys_and_goes_where_it_is_told(desk: Page) -> None:
    desk.keyboard.press("Control+k")
    box = desk.locator("dialog #command-box")
    expect(box).to_be_focused()
    box.press_sequentially("shenpi")
    expect(desk.locator("dialog a.hit").first).to_contain_text("审批")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/console/approvals")


def test_the_sheet_of_keys_turns_single_keys_off(desk: Page) -> None:
    desk.keyboard.press("?")
    desk.locator("dialog [data-keys-on]").uncheck()
    desk.keyboard.press("Escape")
    desk.keyboard.press("j")
    assert desk.locator("tr.row-here").count() == 0


def test_hits_are_suggested_while_typing(desk: Page) -> None:
    desk.locator("#seek").press_sequentially("网速")
    expect(desk.locator("#seeking mark").first).to_have_text("网速")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/console/cases/TS*/")


def test_while_a_view_is_built_the_count_follows(desk: Page, live_server: LiveServer) -> None:
    desk.goto(f"{live_server.url}/console/views/new")
    expect(desk.locator("#preview h2")).to_contain_text("4")
    desk.locator('input[name="priority"][value="P1"]').check()
    expect(desk.locator("#preview h2")).to_contain_text("0")


@pytest.mark.parametrize(
    "path", ["/console/cases/?whose=unit", "/console/views/new", "/console/find"]
)
def test_nothing_runs_out_of_the_page_at_any_width(
    desk: Page, live_server: LiveServer, path: str
) -> None:
    for width in WIDTHS:
        desk.set_viewport_size({"width": width, "height": 800})
        desk.goto(f"{live_server.url}{path}")
        wide = desk.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (path, width)


def test_on_a_telephone_the_menu_shows_where_one_is(desk: Page, live_server: LiveServer) -> None:
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.goto(f"{live_server.url}/console/packs")
    expect(desk.locator(".menu [aria-current]")).to_be_in_viewport(ratio=0.9)
