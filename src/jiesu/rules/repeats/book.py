"""The numbers and criteria of §15 as loaded data."""

from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from jiesu.rules.shelf import Shelf


class Windows(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far back an earlier case still counts, in days of 24 hours."""

    repeat_days: int = 30
    merge_days: int = 7
    leapfrog_days: int = 30

    @property
    def repeat(self) -> timedelta:
        """After an earlier case was resolved."""
        return timedelta(days=self.repeat_days)

    @property
    def merge(self) -> timedelta:
        """After an open case was received."""
        return timedelta(days=self.merge_days)

    @property
    def leapfrog(self) -> timedelta:
        """Before an external case arrived."""
        return timedelta(days=self.leapfrog_days)


class Measure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a repeat calls for, from its number on."""

    since: int = msgspec.field(name="from")
    code: str
    zh: str
    clause: str


class ExpediteLevel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Level called from which expedite on."""

    since: int = msgspec.field(name="from")
    level: str


class Criterion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An objective sign of malice, which must be proven."""

    code: str
    zh: str
    en: str


class Malice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Due process for a suspicion of malice."""

    needed: int
    contacts: int
    contacts_days: int
    decide_work_days: int
    expires_months: int
    deciders: tuple[str, ...]
    visible_to: tuple[str, ...]
    clause: str
    responses: tuple[str, ...]
    never: tuple[str, ...]
    criterion: tuple[Criterion, ...]


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A contact among earlier cases and its verdict; the tests compute it."""

    story: str
    contact: dict[str, Any]
    earlier: tuple[dict[str, Any], ...]
    kind: str
    of: str = ""
    repeat_no: int = 1


class RepeatBook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that §15 says in numbers and lists."""

    clause: str
    windows: Windows
    measure: tuple[Measure, ...]
    expedite: tuple[ExpediteLevel, ...]
    malice: Malice
    example: tuple[Example, ...]


@lru_cache(maxsize=8)
def load_repeats(extra_dir: Path | None = None) -> RepeatBook:
    """Load our numbers, shadowed by ``repeats.toml`` in ``extra_dir``. Read once and kept."""
    page = Shelf(Path(__file__).parent, extra_dir).read("repeats.toml")
    return msgspec.toml.decode(page, type=RepeatBook)
