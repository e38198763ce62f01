"""The first hour of an installation without demonstration data, screen by screen."""

import base64
import hmac
import time
from collections.abc import Iterator
from functools import partial

from playwright.sync_api import Page

from screens.scenes import Scene

FIRST = {"username": "guanliyuan", "name": "华星", "password": "Zhu-Que-Nan-Lu-7"}


def begins(page: Page, base: str, link: str) -> Iterator[Scene]:
    """Make the first administrator by ``link``, log in, set the second factor up, look around."""
    yield "account-first", partial(page.goto, link)
    yield "account-first-refused", partial(_slipped, page, link)
    for field, said in {**FIRST, "again": FIRST["password"]}.items():
        page.fill(f"[name={field}]", said)
    _send(page)
    yield "account-login-refused", partial(_wrong, page, f"{base}/account/login/")
    _log_in(page, base)
    setting_up = page.url
    yield "account-2fa-totp-activate", partial(page.goto, setting_up)
    page.fill("[name=code]", _code(page.locator("main code").inner_text()))
    _send(page)
    yield "account-2fa-recovery-codes", partial(page.goto, page.url)
    for where in ("password/change", "2fa", "sessions", "logout", "2fa/recovery-codes/generate"):
        yield f"account-{where.replace('/', '-')}", partial(page.goto, f"{base}/account/{where}/")
    for where in ("people", "units", "packs", "calendar", "audit"):
        yield f"console-empty-{where}", partial(page.goto, f"{base}/console/{where}")
    page.context.clear_cookies(name="sessionid")
    page.goto(f"{base}/account/login/")
    _log_in(page, base)
    yield "account-2fa-authenticate", partial(page.goto, page.url)


def _slipped(page: Page, link: str) -> None:
    page.goto(link)
    page.locator("main form").evaluate("form => form.noValidate = true")
    _send(page)


def _wrong(page: Page, address: str) -> None:
    page.goto(address)
    page.fill("[name=login]", FIRST["username"])
    page.fill("[name=password]", "1")
    _send(page)


def _log_in(page: Page, base: str) -> None:
    page.goto(f"{base}/account/login/")
    page.fill("[name=login]", FIRST["username"])
    page.fill("[name=password]", FIRST["password"])
    _send(page)


def _send(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form .button-primary").click()


def _code(secret: str) -> str:
    """The six figures that the telephone shows now (RFC 6238)."""
    counter = (int(time.time()) // 30).to_bytes(8)
    told = hmac.digest(base64.b32decode(secret), counter, "sha1")
    at = told[-1] & 15
    return f"{(int.from_bytes(told[at : at + 4]) & 0x7FFFFFFF) % 1_000_000:06}"
