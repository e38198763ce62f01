"""Customers' screens that no link leads to: a complaint, refused forms, what is not there."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from playwright.sync_api import Page

Scene = tuple[str, Callable[[], object]]
"""Its name, and what brings it onto the page; that may be done again, in another language."""
STORY = {
    "what": {"description": "晚上八点以后网页打不开，测速只有六十兆，已经一周了。"},
    "when": {"occurred_place": "家里的卧室"},
    "wish": {"desired_outcome": "修好网速，退这一周的费用"},
    "photos": {},
    "name": {"name": "孙女士"},
    "reach": {"phone": "13800000001"},
    "place": {"address": "霞山区幸福里小区3号楼2单元501"},
}
"""What is typed at each step of the complaint."""
REFUSING = {"what", "name", "reach"}
"""Steps that do not go on empty."""
NOWHERE = "TS4408002026010100019999"
"""Well written, and nobody's."""


@dataclass(frozen=True, slots=True)
class Customer:
    """A browser of a customer; yields scenes and goes on between them."""

    page: Page
    base: str

    def to(self, address: str) -> Callable[[], object]:
        """Return what opens the address."""
        return partial(self.page.goto, self.base + address)

    def complains(self) -> Iterator[Scene]:
        """Walk the whole way of a complaint, with a refusal at every step that can refuse."""
        yield "portal-1-complain", self.to("/complain/")
        self.page.click("button[value=slow]")
        for n, (step, words) in enumerate(STORY.items(), 2):
            address = f"/complain/{step}/"
            if step in REFUSING:
                yield f"portal-{n}-{step}-refused", self._sent_empty(address)
            yield f"portal-{n}-{step}", self.to(address)
            for field, said in words.items():
                self.page.fill(f"[name={field}]", said)
            if step == "place":
                self.page.locator("[name=region]").last.check()
            self._go_on(address)
        yield "portal-9-review", self.to("/complain/review/")
        yield "portal-9-care", self.to("/complain/care/?back=review")
        self.to("/complain/review/")()
        self._go_on("/complain/review/")
        yield "portal-9-sent-receipt", self.to("/complain/receipt/")

    def follows(self, number: str, contact: str) -> Iterator[Scene]:
        """Come by number, last digits and code."""
        yield "portal-follow-refused", self._sent_empty("/follow/")
        self.to("/follow/")()
        self.page.fill("[name=number]", number)
        self.page.fill("[name=contact]", contact)
        self._go_on("/follow/")
        yield "portal-follow-code", self.to("/follow/code/")
        code = self.page.locator("strong.figures").inner_text()
        yield "portal-follow-code-refused", self._sent_empty("/follow/code/")
        self.to("/follow/code/")()
        self.page.fill("[name=code]", code)
        self._go_on("/follow/code/")

    def misses(self, number: str) -> Iterator[Scene]:
        """Meet what is not there, not any more, or not for everybody."""
        yield "portal-error-404", self.to("/nowhere/")
        yield "portal-error-expired", self.to(f"/my/{number}/")
        yield "portal-error-survey-gone", self.to(f"/s/{NOWHERE}/secret/")
        yield "portal-error-403", self._stale("/follow/")

    def _sent_empty(self, address: str) -> Callable[[], object]:
        def sent() -> None:
            self.to(address)()
            for field in self.page.locator(
                "main form :is(input:not([type]), input[type=text], input[type=tel], textarea)"
            ).all():
                field.fill("")
            self._go_on(address)

        return sent

    def _stale(self, address: str) -> Callable[[], object]:
        """Send a form whose cookie has been thrown away since."""

        def sent() -> None:
            self.to(address)()
            self.page.context.clear_cookies(name="csrftoken")
            self._go_on(address)

        return sent

    def _go_on(self, address: str) -> None:
        with self.page.expect_response(
            lambda one: one.request.method == "POST" and one.url.endswith(address)
        ):
            self.page.locator("main form .buttons button").first.click()
        self.page.wait_for_load_state()


def name_of(kind: str) -> str:
    """The kind of an address as a file's name: ``console-cases-N``."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", kind).strip("-")
    return plain if plain.startswith(("console", "account", "ui")) else f"portal-{plain or 'home'}"
