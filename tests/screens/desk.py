"""Screens of the staff that no link leads to: rows ticked, forms refused, what opens over one."""

from collections.abc import Iterator
from functools import partial

from playwright.sync_api import Page

from cases.files import workbook
from screens.scenes import NOWHERE, Scene

BILL = '<row><c t="inlineStr"><is><t>项目</t></is></c><c t="inlineStr"><is><t>元</t></is></c></row>'
BILL += "".join(
    f'<row><c t="inlineStr"><is><t>{what}</t></is></c><c><v>{fee}</v></c></row>'
    for what, fee in (("宽带月租", 99), ("视频会员", 30), ("优惠", -20))
)
"""A bill of three lines, as the rows of a workbook."""
PROBLEM = "stale-version"
"""What a program is told most often, and where that is explained."""


def at_the_desk(page: Page, base: str) -> Iterator[Scene]:
    """Tick rows, act on them, send a form empty, look at a bill, open what opens over a page."""
    yield "console-cases-ticked", partial(_ticked, page, base)
    yield "console-cases-several", partial(_several, page, base)
    yield "console-cases-narrowed", partial(page.goto, f"{base}/console/cases/?priority=P3")
    yield "console-cases-none", partial(page.goto, f"{base}/console/cases/?state=CALLBACK")
    yield "console-drawer", partial(_opened, page, f"{base}/console/calendar")
    yield "console-command-over", partial(_commanded, page, base)
    case = _first_case(page, base)
    yield "console-cases-N-act-beside", partial(_act_beside, page, case)
    yield "console-cases-N-refused", partial(_sent_empty, page, f"{case}contact/")
    _bring_bill(page, f"{case}add_evidence/")
    yield "console-cases-N-evidence", partial(page.goto, f"{case}add_evidence/")
    bill = page.locator("main a[href*='/evidence/']").last.get_attribute("href")
    yield "console-cases-N-evidence-N", partial(page.goto, f"{base}{bill}")
    _give_reason(page)
    yield "console-cases-N-evidence-N-opened", partial(page.goto, page.url)
    yield "console-problem", partial(page.goto, f"{base}/problems/{PROBLEM}")


def staff_misses(page: Page, base: str) -> Iterator[Scene]:
    """What staff read when nothing is there."""
    yield "console-error-404", partial(page.goto, f"{base}/console/cases/{NOWHERE}/")
    yield "console-find-nothing", partial(_find, page, base, "zzzz")


def _find(page: Page, base: str, asked: str) -> None:
    page.goto(f"{base}/console/find")
    page.get_by_role("searchbox").fill(asked)
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/find?asked=*")


def _ticked(page: Page, base: str) -> None:
    page.goto(f"{base}/console/cases/")
    for box in page.locator("input[name=case]").all()[:2]:
        box.check()


def _several(page: Page, base: str) -> None:
    _ticked(page, base)
    page.locator("[data-several] select[name=verb]").select_option(index=1)
    page.locator("[data-several] button").click()
    page.wait_for_url("**/several?*")


def _opened(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".drawer-title").click()


def _commanded(page: Page, base: str) -> None:
    page.goto(f"{base}/console/calendar")
    page.keyboard.press("Control+k")
    page.locator("#command-box").fill("sp")
    page.locator("#command-hits a").first.wait_for()


def _first_case(page: Page, base: str) -> str:
    page.goto(f"{base}/console/cases/")
    return f"{base}{page.locator('a[data-open]').first.get_attribute('href')}"


def _act_beside(page: Page, case: str) -> None:
    page.goto(case)
    page.locator("a[hx-target='#acting']:visible").first.click()
    page.locator("#acting form").wait_for()


def _sent_empty(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("form[data-draft]").evaluate("form => form.noValidate = true")
    page.locator("form[data-draft] .button-primary").click()
    page.locator(".field-error").first.wait_for()


def _bring_bill(page: Page, address: str) -> None:
    page.goto(address)
    bill = {"name": "账单.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(BILL)}
    page.locator("input[type=file]").set_input_files(bill)  # type: ignore[arg-type] # FilePayload
    page.locator("select[name=kind]").select_option("bill")
    page.locator("main form .button-primary").click()
    page.wait_for_load_state()


def _give_reason(page: Page) -> None:
    """Open the original of the evidence that is shown."""
    page.locator("[name=reason]").first.select_option("reply")
    page.locator("main form .button-primary").click()
    page.wait_for_url("**?copy=original")
