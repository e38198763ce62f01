"""Takes one page in every dress: two widths, light and dark, Chinese and English."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

WIDTHS = {1440: 900, 390: 844}
"""Width of a desk and of a phone, with the height of its window."""
PHONE = 390
"""What is this narrow is touched by a finger."""
SCHEMES = ("light", "dark")
TONGUES = {"zh": "zh-hans", "en": "en"}
"""What a picture's name says, and the language that the cookie asks for."""
TALLEST = 6000
"""Pixels of a page that are taken; what is longer repeats itself."""


def speak(page: Page, base: str, tongue: str) -> None:
    """Ask for the next pages in that language."""
    cookie = {"name": "django_language", "value": TONGUES[tongue], "url": base}
    page.context.add_cookies([cookie])  # type: ignore[list-item] # SetCookieParam


@dataclass
class Camera:
    """Writes ``NAME__1440-dark-en.png`` into ``folder``; takes only names that hold ``only``."""

    folder: Path
    base: str
    only: str = ""
    taken: list[Path] = field(default_factory=list)

    def take(self, page: Page, name: str, show: Callable[[], object]) -> None:
        """Take what ``show`` brings onto ``page``, once in each language; leave it in Chinese."""
        if self.only not in name:
            show()
            return
        for tongue in TONGUES:
            speak(page, self.base, tongue)
            show()
            self._take_all(page, name, tongue)
        speak(page, self.base, "zh")
        show()

    def _take_all(self, page: Page, name: str, tongue: str) -> None:
        fingers = page.context.new_cdp_session(page)
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            for scheme in SCHEMES:
                # Said each time: a picture of a whole page makes Chromium forget it.
                fingers.send("Emulation.setTouchEmulationEnabled", {"enabled": width == PHONE})
                page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                self._press(page, self.folder / f"{name}__{width}-{scheme}-{tongue}.png")

    def _press(self, page: Page, path: Path) -> None:
        width, height = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        )
        shown = {"x": 0, "y": 0, "width": width, "height": min(height, TALLEST)}
        page.screenshot(path=path, full_page=True, clip=shown, animations="disabled")  # type: ignore[arg-type] # FloatRect
        self.taken.append(path)
