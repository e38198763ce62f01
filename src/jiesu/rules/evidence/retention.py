"""How long a thing is kept, and what happens then (§18)."""

import tomllib
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec


class RetentionClass(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of the table; a term in months or in days."""

    zh: str
    since: Literal["made", "closed"]
    then: Literal["delete", "anonymise", "aggregate"]
    clause: str
    months: int = 0
    days: int = 0
    least_months: int = 0

    def __post_init__(self) -> None:
        """Refuse a term below what the law asks for."""
        if self.months < self.least_months:
            raise ValueError(f"{self.zh}至少保存{self.least_months}个月（{self.clause}）。")


def kept_until(
    name: str,
    made_on: date,
    closed_on: date | None,
    *,
    held: bool = False,
    classes: Mapping[str, RetentionClass] | None = None,
) -> date | None:
    """Last day on which a thing of this class is kept; None while no end is in sight.

    No end is in sight under a legal hold (``held``), and before closing where that counts.
    """
    row = (classes or our_own())[name]
    start = made_on if row.since == "made" else closed_on
    if held or start is None:
        return None
    return _months_later(start, row.months) + timedelta(days=row.days)


@cache
def our_own() -> dict[str, RetentionClass]:
    """The table that ships with the product, read once."""
    text = Path(__file__).with_name("retention.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, RetentionClass])


def _months_later(on: date, months: int) -> date:
    years, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(years, month + 1, min(on.day, monthrange(years, month + 1)[1]))
