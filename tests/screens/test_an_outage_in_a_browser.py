"""Where an outage is told nobody is kept out: intake, case, the customer's first and last look."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from running_house import House
from screens.scenes import Customer
from screens.test_everybody_can_use_it import grave
from screens.walk import log_in

pytestmark = [pytest.mark.browser, pytest.mark.long]
JOINED = {"道路施工挖断光缆": "0011", "机房停电": "0012"}
"""What the demonstration's customers are cut off by, and the last digits of their telephones."""


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """A demonstration, started as a person starts it."""
    with tempfile.TemporaryDirectory(prefix="jiesu-outage-") as folder:
        house = House(Path(folder) / "jiesu", ())
        house.start_until_ready()
        yield house
        house.end()


@pytest.fixture
def base(house: House) -> str:
    return f"http://127.0.0.1:{house.port}"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page(locale="zh-CN")
    yield page
    page.close()


def staff(page: Page, house: House, base: str, who: str) -> Page:
    password = (house.home / "demo-password").read_text(encoding="utf-8").strip()
    log_in(page, base, who, password)
    return page


def test_the_agent_sees_it_while_typing_ticks_it_and_the_case_tells_it(
    page: Page, house: House, base: str
) -> None:
    desk = staff(page, house, base, "ligong")
    desk.goto(f"{base}/console/new")
    desk.fill("[name=phone]", "13800000001")
    desk.fill("[name=description]", "突然断网了，光猫LOS灯红，整栋楼都上不了网。")
    tick = desk.get_by_label("登记并并入这起群障").first
    expect(tick).to_be_visible()
    tick.check()
    assert list(grave(desk)) == []
    desk.fill("[name=desired_outcome]", "尽快恢复上网")
    desk.locator("[name=name]").fill("孙女士")
    expect(desk.get_by_label("登记并并入这起群障").first).to_be_checked()
    desk.locator("button[name=save]").click()
    desk.wait_for_url("**/done")
    desk.get_by_role("link", name="继续办理这件").click()
    expect(desk.get_by_text("已并入群障")).to_be_visible()
    assert list(grave(desk)) == []


def test_the_customer_reads_it_before_sending(page: Page, base: str) -> None:
    for name, show in Customer(page, base).complains():
        show()
        if name == "portal-9-review":
            break
    expect(page.get_by_text("您所在区域有已知故障")).to_be_visible()
    expect(page.get_by_label("不是，请单独核实")).to_be_checked()
    assert list(grave(page)) == []


@pytest.mark.parametrize("cause", JOINED)
def test_the_customer_reads_how_it_stands_and_how_it_ended(
    page: Page, chromium: Browser, house: House, base: str, cause: str
) -> None:
    desk = staff(chromium.new_page(locale="zh-CN"), house, base, "zhaobanzhang")
    desk.goto(f"{base}/console/cases/?whose=all&flag=outage")
    number = _number(desk, base, JOINED[cause])
    for _ in Customer(page, base).follows(number, JOINED[cause]):
        pass
    page.goto(f"{base}/my/{number}/")
    expect(page.get_by_text(cause).first).to_be_visible()
    assert list(grave(page)) == []
    desk.close()


def _number(desk: Page, base: str, digits: str) -> str:
    """The complaint in the list whose customer has a telephone that ends so."""
    cases = desk.locator("a[href^='/console/cases/TS']").evaluate_all(
        "all => all.map(one => one.getAttribute('href').split('/')[3])"
    )
    for number in dict.fromkeys(cases):
        desk.goto(f"{base}/console/cases/{number}/")
        if desk.get_by_text(f"138****{digits}").count():
            return str(number)
    raise AssertionError(f"nobody with {digits} is joined")
