"""A field of a form as a screen shows it: label, hint, what was typed, what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

Kind = Literal[
    "text", "page", "number", "yes", "one", "some", "lines", "moment", "day", "file", "rows",
    "tel", "email", "search", "hidden", "password", "money", "filter", "scale", "fixed",
]  # fmt: skip
RADIOS_AT_MOST = 4
"""More choices than this are easier to take from a list than from radio buttons."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: the code that is sent, the words that are read."""

    code: str
    title: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """What a field is called, and what helps to fill it in."""

    title: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field, ready to be shown. ``value`` is what was typed: text, or a list of it."""

    name: str
    title: str
    kind: Kind = "text"
    hint: str = ""
    required: bool = False
    value: Any = ""
    error: str = ""
    choices: tuple[Choice, ...] = ()
    most: int | None = None
    """Longest text, in characters."""
    low: int | None = None
    high: int | None = None
    rows: tuple[tuple["Field", ...], ...] = ()
    """Of a repeated group: the fields of each of its rows."""
    attributes: Mapping[str, str] | None = None
    """Further HTML attributes of the control (``autocomplete``, ``hx-get`` …)."""
    heading: bool = False
    """Whether its label is the heading of the page: a page that asks one thing."""

    @property
    def control(self) -> str:
        """Which control shows it; a few choices are radio buttons."""
        if self.kind == "filter":
            return "select"
        if self.kind == "one":
            few = len(self.choices) <= RADIOS_AT_MOST and not any(c.group for c in self.choices)
            return "radio" if few else "select"
        return self.kind

    @property
    def input_type(self) -> str:
        """The ``type`` of a one-line input."""
        return {"moment": "datetime-local", "day": "date", "money": "text"}.get(
            self.kind, self.kind
        )

    @property
    def described_by(self) -> str:
        """Ids of the hint and the error, for those who listen to the page."""
        told = [("hint", self.hint), ("error", self.error)]
        return " ".join(f"{self.name}-{what}" for what, text in told if text)

    @property
    def chosen(self) -> frozenset[str]:
        """Codes that are ticked or selected."""
        several = self.value if isinstance(self.value, list | tuple) else [self.value]
        return frozenset(str(value) for value in several if value not in {"", None})

    @property
    def groups(self) -> list[tuple[str, list[Choice]]]:
        """The choices under their headings, in the order given."""
        found: dict[str, list[Choice]] = {}
        for choice in self.choices:
            found.setdefault(choice.group, []).append(choice)
        return list(found.items())

    @property
    def said(self) -> str:
        """The value in words, as a field shows it that is not asked any more."""
        titles = [choice.title for choice in self.choices if choice.code in self.chosen]
        return "、".join(titles) or str(self.value)

    def with_attributes(self, **attributes: str) -> "Field":
        """Return the same field with further HTML attributes of its control."""
        return replace(self, attributes={**(self.attributes or {}), **attributes})

    def as_heading(self, title: str) -> "Field":
        """Return the same field as the one question of its page."""
        return replace(self, title=title, heading=True)

    def wrong(self, sentence: str) -> "Field":
        """Return the same field with what is wrong with it."""
        return replace(self, error=sentence)
