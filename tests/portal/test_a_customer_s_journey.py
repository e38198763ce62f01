"""A customer with a phone and no JavaScript: complain, receipt, follow, supplement."""

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from cases.files import photo
from cast import Cast
from jiesu.cases.models import Case, Entry
from portal.conftest import WHAT, code_of

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(chromium: Browser) -> Page:
    """A small screen on which no script runs."""
    context = chromium.new_context(
        java_script_enabled=False,
        viewport={"width": 390, "height": 844},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    return context.new_page()


def test_from_the_first_word_to_a_supplement_without_javascript(
    phone: Page, live_server: LiveServer, cast: Cast
) -> None:
    phone.goto(live_server.url)
    phone.get_by_role("link", name="我要投诉").first.click()
    phone.get_by_role("button", name="网速慢").click()
    onward = phone.get_by_role("button", name="下一步")
    onward.click()
    assert phone.get_by_text("这一项必须填写").count() == 2
    phone.get_by_label("发生了什么").fill(WHAT["description"])
    onward.click()
    phone.get_by_label("发生的地点").fill("家里的卧室")
    onward.click()
    phone.get_by_label("退还多收的费用").check()
    onward.click()
    phone.get_by_label("从相册选").set_input_files(
        {"name": "光猫.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    onward.click()
    phone.get_by_label("怎么称呼您").fill("孙女士")
    onward.click()
    phone.get_by_label("电话", exact=False).first.fill("13800005678")
    onward.click()
    phone.get_by_label("甲市").check()
    onward.click()
    phone.get_by_text("1 张").wait_for()
    phone.get_by_role("button", name="提交投诉").click()
    case = Case.objects.get(region=cast.city.region)
    assert len(case.record["evidence"]) == 1
    phone.get_by_text("已收到您的投诉").wait_for()
    phone.get_by_role("link", name="查看进度").click()
    assert phone.get_by_label("投诉编号").input_value() == case.number
    phone.get_by_label("手机号后四位", exact=False).fill("5678")
    phone.get_by_role("button", name="获取验证码").click()
    phone.get_by_label("验证码").fill(code_of(case))
    phone.get_by_role("button", name="查看投诉").click()
    phone.get_by_role("link", name="补充情况").click()
    phone.get_by_label("要补充的内容").fill("昨晚又测了一次,四十兆")
    phone.get_by_role("button", name="提交").click()
    phone.get_by_text("已收到您补充的情况").wait_for()
    assert phone.get_by_text("昨晚又测了一次").count() == 1
    assert Entry.objects.filter(case=case, verb="supplement", by_kind="customer").count() == 1
    assert _nothing_sticks_out(phone)


def _nothing_sticks_out(phone: Page) -> bool:
    """No page may be wider than the phone: measured by the boxes, for no script runs."""
    boxes = [one.bounding_box() for one in phone.locator("main > *").all()]
    return all(box is None or box["x"] + box["width"] <= 390 for box in boxes)
