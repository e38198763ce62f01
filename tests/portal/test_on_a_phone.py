"""§21 as a customer walks it on a phone: kept text, broken uploads, answers, scores, appeals."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, Route
from pytest_django.live_server_helper import LiveServer

from cases.files import photo
from cast import Cast
from jiesu.cases.models import Case, Entry
from jiesu.portal.secret import secret_of
from tale import Tale

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("cast")]
STORY = "晚上八点以后网页打不开,测速只有六十兆。"


@pytest.fixture
def mobile(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    yield context
    context.close()


@pytest.fixture
def phone(mobile: BrowserContext) -> Iterator[Page]:
    failures: list[str] = []
    page = mobile.new_page()
    page.on("pageerror", lambda error: failures.extend([str(error)]))
    yield page
    assert failures == []


def fits(page: Page) -> bool:
    """Nothing is wider than the phone, and there is one heading of the first level."""
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide <= 390 and page.locator("h1").count() == 1


def enter(page: Page, live_server: LiveServer, case: Case) -> None:
    """Follow the complaint by the secret word of its receipt."""
    page.goto(f"{live_server.url}/c/{case.number}")
    page.get_by_label("手机号后四位", exact=False).fill(secret_of(case.number))
    page.get_by_role("button", name="获取验证码").click()
    page.get_by_text("我们的承诺").wait_for()


def test_what_was_typed_survives_a_lost_connection(
    phone: Page, mobile: BrowserContext, live_server: LiveServer
) -> None:
    phone.goto(f"{live_server.url}/complain/what/")
    phone.get_by_label("发生了什么").fill(STORY)
    phone.get_by_text("已存在这台设备上").wait_for()
    mobile.set_offline(offline=True)
    phone.get_by_role("button", name="下一步").click()
    phone.get_by_text("现在没有网络").wait_for()
    assert phone.get_by_label("发生了什么").input_value() == STORY
    mobile.set_offline(offline=False)
    phone.goto(f"{live_server.url}/complain/what/")
    phone.get_by_text("这是您上次没有提交的文字").wait_for()
    assert phone.get_by_label("发生了什么").input_value() == STORY
    phone.get_by_role("button", name="下一步").click()
    phone.get_by_text("什么时候").first.wait_for()
    assert phone.evaluate("Object.keys(localStorage)") == []


def test_a_broken_upload_says_so_and_goes_on(phone: Page, live_server: LiveServer) -> None:
    tries: list[str] = []

    def once_broken(route: Route) -> None:
        tries.append(route.request.method)
        if route.request.method == "POST" and tries.count("POST") == 1:
            route.abort("connectionreset")
        else:
            route.continue_()

    phone.goto(f"{live_server.url}/complain/photos/")
    phone.route("**/complain/photos/", once_broken)
    pictures = [
        {"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": photo(size=(60 + n, 48))}
        for n in (1, 2)
    ]
    phone.get_by_label("从相册选").set_input_files(pictures)  # type: ignore[arg-type] # FilePayload
    phone.get_by_role("button", name="先传这些").click()
    phone.get_by_text("上传中断了").wait_for()
    phone.locator(".piece", has_text="2.jpg").wait_for()
    assert phone.locator(".piece").count() == 2
    assert fits(phone)


def test_a_proposal_is_answered_and_the_words_are_kept(
    phone: Page, live_server: LiveServer, cast: Cast
) -> None:
    tale = Tale(cast, now=timezone.now() - timedelta(days=4))
    tale.until_found()
    tale.say(tale.owner, "propose", measures="更换分光器并复测", done_by="9月22日")
    enter(phone, live_server, tale.case)
    assert fits(phone)
    phone.get_by_role("link", name="不同意，我有意见").click()
    phone.get_by_role("button", name="提交").click()
    assert phone.evaluate("document.activeElement.matches('[data-faults]')")
    phone.get_by_role("link", name="您不同意哪里").click()
    assert phone.evaluate("document.activeElement.id") == "opinion"
    phone.keyboard.type("补偿太少")
    phone.get_by_role("button", name="提交").click()
    phone.get_by_text("您的意见已收到").first.wait_for()
    assert tale.state == "NEGOTIATING"


def test_a_score_with_pressure_behind_it_and_an_appeal(
    phone: Page, live_server: LiveServer, cast: Cast
) -> None:
    """§21.15, §21.27."""
    tale = Tale(cast, now=timezone.now() - timedelta(days=5))
    tale.until_closed()
    enter(phone, live_server, tale.case)
    phone.get_by_role("link", name="评价这次处理").click()
    assert fits(phone)
    phone.get_by_text("3", exact=True).click()
    phone.get_by_label("有人要求").check()
    phone.get_by_role("button", name="提交").click()
    phone.get_by_text("您的评价已原样记下").wait_for()
    scored = Entry.objects.get(case=tale.case, verb="score", by_kind="customer")
    assert (scored.facts["score"], scored.facts["coached"]) == (3, True)
    phone.get_by_role("link", name="申诉", exact=True).click()
    phone.get_by_label("核实结论不对").check()
    phone.get_by_label("请具体说说").fill("没有测晚上")
    phone.get_by_role("button", name="提交").click()
    phone.get_by_text("申诉处理中").first.wait_for()
    assert tale.state == "APPEALED"
    assert fits(phone)


def test_large_type_and_simple_words_are_remembered(phone: Page, live_server: LiveServer) -> None:
    """§21.32."""
    phone.goto(live_server.url)
    phone.get_by_role("button", name="简单说").click()
    phone.get_by_role("button", name="大字").click()
    phone.get_by_role("link", name="我要投诉").first.click()
    phone.get_by_role("button", name="网速慢").click()
    phone.get_by_label("怎么了？").wait_for()
    assert phone.locator("html.large").count() == 1
    assert fits(phone)
