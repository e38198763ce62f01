"""The pictures on the first page of the house: what ``bin/screens --readme`` renews."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize

from screens.camera import TONGUES, speak
from screens.scenes import Customer
from screens.walk import log_in

DESK: ViewportSize = {"width": 1280, "height": 860}
TALL: ViewportSize = {"width": 1280, "height": 1000}
PHONE: ViewportSize = {"width": 390, "height": 844}
GAP = 40
"""Pixels between the telephones of one picture."""
COLOURS = 96
"""A screen has few; told with no more of them a picture is a third as large."""
CALL = {
    "phone": "13800000001",
    "description": "晚上八点以后网页打不开，测速只有六十兆，已经一周了。",
    "desired_outcome": "修好网速",
}
"""What the agent has typed when the picture is taken."""


@dataclass(frozen=True, slots=True)
class Front:
    """Writes ``queue-en.png`` and its sisters into ``folder``."""

    folder: Path
    base: str
    browser: Browser
    password: str

    def take(self, number: str, contact: str) -> list[Path]:
        """Take all of them in both languages; the complaint waits for its customer's answer."""
        owner, agent, lead = map(self._desk, ("wangfang", "ligong", "zhaobanzhang"))
        lead.emulate_media(color_scheme="dark")
        phone = self._phone(number, contact)
        return [
            self._keep(f"{name}-{tongue}", shots())
            for tongue in TONGUES
            for name, shots in self._views(owner, agent, lead, phone, number, tongue).items()
        ]

    def _views(  # noqa: PLR0913, PLR0917 - everybody who is looked over the shoulder
        self, owner: Page, agent: Page, lead: Page, phone: Page, number: str, tongue: str
    ) -> dict[str, Callable[[], list[bytes]]]:
        for page in (owner, agent, lead, phone):
            speak(page, self.base, tongue)
        return {
            "queue": partial(self._shots, owner, DESK, "/console/cases/"),
            "case": partial(self._shots, owner, TALL, f"/console/cases/{number}/"),
            "intake": partial(self._taking, agent),
            "board": partial(self._shots, lead, DESK, "/console/lead/board"),
            "phone": partial(self._shots, phone, PHONE, "/", "/complain/", f"/my/{number}/"),
        }

    def _shots(self, page: Page, size: ViewportSize, *addresses: str) -> list[bytes]:
        page.set_viewport_size(size)
        shots = []
        for address in addresses:
            page.goto(self.base + address)
            shots.append(page.screenshot())
        return shots

    def _taking(self, agent: Page) -> list[bytes]:
        """A call in which the line, what came before and the likely category have been found."""
        agent.goto(f"{self.base}/console/new")
        while (begun := agent.locator("form:has([name=place]) button")).count():
            begun.first.click()
        with agent.expect_response(lambda one: "desired_outcome" in (one.request.post_data or "")):
            for field, said in CALL.items():
                agent.fill(f"[name={field}]", said)
            agent.locator("[name=name]").first.focus()
        agent.locator("#hints [data-take]").wait_for()
        return [agent.screenshot()]

    def _desk(self, who: str) -> Page:
        page = self.browser.new_page(
            locale="zh-CN", timezone_id="Asia/Shanghai", viewport=DESK, color_scheme="light"
        )
        log_in(page, self.base, who, self.password)
        return page

    def _phone(self, number: str, contact: str) -> Page:
        page = self.browser.new_page(
            locale="zh-CN", timezone_id="Asia/Shanghai", viewport=PHONE, has_touch=True
        )
        for _ in Customer(page, self.base).follows(number, contact):
            pass
        return page

    def _keep(self, name: str, shots: list[bytes]) -> Path:
        """Put the shots beside each other and write them with few colours."""
        pictures = [Image.open(BytesIO(shot)).convert("RGB") for shot in shots]
        step = pictures[0].width + GAP
        sheet = Image.new("RGB", (step * len(pictures) - GAP, pictures[0].height), "white")
        for n, picture in enumerate(pictures):
            sheet.paste(picture, (step * n, 0))
        path = self.folder / f"{name}.png"
        sheet.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        return path
