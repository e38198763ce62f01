"""The tariff of remedies: limits, rates and authority as data (§16)."""

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from jiesu.rules.reason import Title

Layer = Literal["LAW", "PROMISE", "CONTRACT", "INTERNAL"]


class _Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the file."""


class Basis(_Facts, frozen=True, kw_only=True):
    """Why a remedy is owed. Remedies with the same ``loss`` are not paid twice."""

    title: Title
    layer: Layer
    loss: str
    clause: str
    waivable: bool = True


class FaultTerms(_Facts, frozen=True):
    """Hours after which a fault must be restored (电信条例 Art.32)."""

    urban_hours: int
    rural_hours: int


class InstallTerms(_Facts, frozen=True):
    """Percent of the fee for each late day (电信条例 Art.31)."""

    percent_a_day: Decimal


class PromiseTerms(_Facts, frozen=True):
    """What the operator has published (R29)."""

    cutoff_hour: int
    grace_hours: int
    install_fen: int
    repair_fen_a_day: int
    repair_cap_fen: int
    rate_floor_percent: int
    rate_days: int
    rate_border_mbps: int
    rate_slow_fen: int
    rate_fast_fen: int
    exclusions: dict[str, Title]


class BillingTerms(_Facts, frozen=True):
    """What is added to a refund."""

    interest_percent_a_year: Decimal
    double_refund: bool


class FraudTerms(_Facts, frozen=True):
    """消费者权益保护法 Art.55."""

    multiple: int
    least_fen: int


class GoodwillTerms(_Facts, frozen=True):
    """When goodwill to one user is looked at again."""

    review_from_times_a_year: int


class Rung(_Facts, frozen=True):
    """Roles that may grant up to ``limit_fen``; None is without limit.

    Who ``approves`` may do so for what others propose (§17).
    """

    roles: tuple[str, ...]
    limit_fen: int | None = None
    approves: bool = False


class Example(_Facts, frozen=True):
    """A worked example: a code, what it is given, and the fen it comes to."""

    what: str
    code: str
    given: dict[str, Any]
    fen: int


class Tariff(_Facts, frozen=True, kw_only=True):
    """All of it."""

    basis: dict[str, Basis]
    fault: FaultTerms
    install: InstallTerms
    promise: PromiseTerms
    billing: BillingTerms
    fraud: FraudTerms
    goodwill: GoodwillTerms
    authority: tuple[Rung, ...]
    example: tuple[Example, ...]


def read_tariff(path: Path) -> Tariff:
    """Tariff in the file at ``path``; msgspec.ValidationError when it does not fit."""
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Tariff)


@cache
def our_own() -> Tariff:
    """The tariff that ships with the product, read once."""
    return read_tariff(Path(__file__).with_name("tariff.toml"))
