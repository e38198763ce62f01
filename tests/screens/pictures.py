"""Photographs every kind of page of a demonstration: what ``bin/screens`` runs.

A demonstration is started on a home of its own, walked by everybody who has screens, and ended;
then an empty house, of which its first administrator sees the first hour.
"""

import argparse
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from browser import a_chromium
from running_house import TOP, House
from screens.beginning import begins
from screens.camera import Camera
from screens.desk import at_the_desk, staff_misses
from screens.front import Front
from screens.scenes import Customer, Scene, name_of
from screens.walk import STAFF, log_in, pages_of

FRONT = TOP / "docs" / "pictures"
TIMES = (
    "All 1136 pictures took 722 s, --readme 31 s, once each, on 2 cores of an Intel Xeon at "
    "2.5 GHz, the first with other work on the machine (2026-11-26)."
)


def main() -> None:
    """Take all pictures, or those whose name holds a word, or those of the first page."""
    words = _asked()
    began = time.monotonic()
    if words.readme:
        with _a_house() as house:
            taken = front(house, FRONT)
        folder = FRONT
    else:
        shutil.rmtree(words.to, ignore_errors=True)
        words.to.mkdir(parents=True)
        with _a_house() as house:
            taken = photograph(house, words.to, words.only)
        with _a_house("--empty", environ={"JIESU_SECOND_FACTOR": "1"}) as house:
            taken += first_hour(house, words.to, words.only)
        folder = words.to
    print(f"{len(taken)} pictures in {folder}, {time.monotonic() - began:.0f} s")


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="bin/screens", description=__doc__, epilog=TIMES)
    asked.add_argument("--only", default="", help="a part of the names to take: portal, cases-N")
    asked.add_argument("--to", type=Path, default=TOP / "screens", help="folder, emptied before")
    asked.add_argument(
        "--readme", action="store_true", help="renew docs/pictures, which README shows, instead"
    )
    return asked.parse_args()


@contextmanager
def _a_house(*words: str, environ: Mapping[str, str] | None = None) -> Iterator[House]:
    """A house on a home of its own, ready; ended afterwards."""
    with tempfile.TemporaryDirectory(prefix="jiesu-screens-") as folder:
        house = House(Path(folder) / "jiesu", words, environ)
        house.start_until_ready()
        try:
            yield house
        finally:
            house.end()


def photograph(house: House, folder: Path, only: str = "") -> list[Path]:
    """Take the pages of the customer, then those of the staff; return the pictures."""
    camera = Camera(folder, _base(house), only)
    with a_chromium() as browser:
        _of_customers(camera, browser, house)
        _of_staff(camera, browser, house)
    return camera.taken


def first_hour(house: House, folder: Path, only: str = "") -> list[Path]:
    """Take what the first administrator of an empty house sees; return the pictures."""
    camera = Camera(folder, _base(house), only)
    link = f"{camera.base}{urlsplit(_told_by(house, 'first_admin').strip()).path}"
    with a_chromium() as browser:
        page = _new(browser)
        _act(camera, page, begins(page, camera.base, link))
    return camera.taken


def front(house: House, folder: Path) -> list[Path]:
    """Renew the pictures that README shows, about a complaint whose customer is asked."""
    case = next(one for one in _cases(house) if one.state == "proposed")
    with a_chromium() as browser:
        taking = Front(folder, _base(house), browser, _password(house))
        return taking.take(case.number, case.contact)


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
    password = _password(house)
    for who in STAFF:
        page = _new(browser)
        log_in(page, camera.base, who, password)
        _take(camera, page, "/console/", known)
        if who == STAFF[0]:
            _act(camera, page, at_the_desk(page, camera.base))
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
    told = _told_by(house, "export", "cases")
    rows = [json.loads(line) for line in told.splitlines()]
    return [
        _Case(row["number"], row["state"].lower().replace("_", "-"), row["customer"]["phone"][-4:])
        for row in rows
        if "phone" in row["customer"]
    ]


def _told_by(house: House, *words: str) -> str:
    """What a command of the house prints."""
    environ = {**os.environ, "JIESU_HOME": str(house.home)}
    command = [str(TOP / "bin/jiesu"), *words]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=True).stdout


def _base(house: House) -> str:
    return f"http://127.0.0.1:{house.port}"


def _password(house: House) -> str:
    return (house.home / "demo-password").read_text(encoding="utf-8").strip()


def _new(browser: Browser) -> Page:
    return browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai").new_page()


if __name__ == "__main__":
    main()
