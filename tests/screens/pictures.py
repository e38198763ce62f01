"""Photographs every kind of page of a demonstration: what ``bin/screens`` runs.

A demonstration is started on a home of its own, walked by everybody who has screens, and ended.
"""

import argparse
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page

from browser import a_chromium
from running_house import TOP, House
from screens.camera import Camera
from screens.scenes import Customer, Scene, name_of, staff_misses
from screens.walk import STAFF, log_in, pages_of


def main() -> None:
    """Take all pictures, or those whose name holds a word."""
    asked = argparse.ArgumentParser(prog="bin/screens", description=__doc__)
    asked.add_argument("--only", default="", help="a part of the names to take: portal, cases-N")
    asked.add_argument("--to", type=Path, default=TOP / "screens", help="folder, emptied before")
    words = asked.parse_args()
    shutil.rmtree(words.to, ignore_errors=True)
    words.to.mkdir(parents=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="jiesu-screens-") as folder:
        house = House(Path(folder) / "jiesu", ())
        house.start_until_ready()
        try:
            taken = photograph(house, words.to, words.only)
        finally:
            house.end()
    print(f"{len(taken)} pictures in {words.to}, {time.monotonic() - began:.0f} s")


def photograph(house: House, folder: Path, only: str = "") -> list[Path]:
    """Take the pages of the customer, then those of the staff; return the pictures."""
    camera = Camera(folder, f"http://127.0.0.1:{house.port}", only)
    with a_chromium() as browser:
        _of_customers(camera, browser, house)
        _of_staff(camera, browser, house)
    return camera.taken


def _of_customers(camera: Camera, browser: Browser, house: House) -> None:
    known = {"/my/N/"}
    _take(camera, _new(browser), "/", known)
    first, *others = _cases(house)
    newcomer = Customer(_new(browser), camera.base)
    _act(camera, newcomer.page, newcomer.misses(first.number))
    _act(camera, newcomer.page, newcomer.complains())
    for case in (first, *others):
        customer = Customer(_new(browser), camera.base)
        steps = customer.follows(case.number, case.contact)
        _act(camera, customer.page, steps if case is first else _quietly(steps))
        mine = f"/my/{case.number}/"
        camera.take(customer.page, f"portal-my-{case.state}", customer.to(mine))
        _take(camera, customer.page, mine, known)


def _of_staff(camera: Camera, browser: Browser, house: House) -> None:
    known: set[str] = set()
    password = (house.home / "demo-password").read_text(encoding="utf-8").strip()
    for who in STAFF:
        page = _new(browser)
        log_in(page, camera.base, who, password)
        _take(camera, page, "/console/", known)
        if who == STAFF[0]:
            _act(camera, page, staff_misses(page, camera.base))
        page.context.close()
    stranger = _new(browser)
    camera.take(stranger, "account-login", partial(stranger.goto, f"{camera.base}/account/login/"))


def _take(camera: Camera, page: Page, start: str, known: set[str]) -> None:
    for kind, address in pages_of(page, camera.base, start, known):
        camera.take(page, name_of(kind), partial(page.goto, camera.base + address))


def _act(camera: Camera, page: Page, scenes: Iterable[Scene]) -> None:
    for name, show in scenes:
        camera.take(page, name, show)


def _quietly(scenes: Iterable[Scene]) -> Iterable[Scene]:
    """Go the way without taking pictures of it."""
    for _ in scenes:
        pass
    return ()


class _Case(NamedTuple):
    number: str
    state: str
    contact: str
    """The last digits of the phone, by which the customer may follow it."""


def _cases(house: House) -> list[_Case]:
    """Every case of the demonstration that has a telephone."""
    environ = {**os.environ, "JIESU_HOME": str(house.home)}
    words = [str(TOP / "bin/jiesu"), "export", "cases"]
    told = subprocess.run(words, env=environ, capture_output=True, text=True, check=True)
    rows = [json.loads(line) for line in told.stdout.splitlines()]
    return [
        _Case(row["number"], row["state"].lower().replace("_", "-"), row["customer"]["phone"][-4:])
        for row in rows
        if "phone" in row["customer"]
    ]


def _new(browser: Browser) -> Page:
    return browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai").new_page()


if __name__ == "__main__":
    main()
