"""The signs of an outage as loaded data."""

from datetime import timedelta
from functools import lru_cache
from pathlib import Path

import msgspec

from jiesu.rules.shelf import Shelf


class Signs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many complaints of which matters, in which time, make one suspect an outage."""

    minutes: int
    least: int
    categories: tuple[str, ...]
    """Codes; each counts with all below it."""

    @property
    def window(self) -> timedelta:
        """How far back a complaint counts."""
        return timedelta(minutes=self.minutes)

    def concerns(self, category: str) -> bool:
        """Whether a complaint of ``category`` is a sign at all."""
        return any(category == code or category.startswith(f"{code}-") for code in self.categories)


class ToldComplaint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A complaint of an example."""

    unit: str
    category: str
    minutes_ago: int


class ToldSuspicion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an example leads to: how many in which unit, the first of them when."""

    unit: str
    count: int
    minutes_ago: int


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Complaints, and what they make one suspect; the tests compute it."""

    story: str
    complaints: tuple[ToldComplaint, ...]
    suspected: tuple[ToldSuspicion, ...]


class SignBook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The signs, where they come from, and their examples."""

    clause: str
    signs: Signs
    example: tuple[Example, ...]


@lru_cache(maxsize=8)
def load_signs(extra_dir: Path | None = None) -> SignBook:
    """Load our numbers, shadowed by ``outages.toml`` in ``extra_dir``. Read once and kept."""
    page = Shelf(Path(__file__).parent, extra_dir).read("outages.toml")
    return msgspec.toml.decode(page, type=SignBook)
