"""Bounds of the customers' screens, read once from ``terms.toml``."""

from functools import cache
from pathlib import Path

import msgspec


class CodeTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long a one-time code is good, and how many may be asked for."""

    digits: int
    minutes: int
    tries: int
    hourly_a_number: int
    hourly_an_address: int


class VisitTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long a visit lasts."""

    idle_minutes: int
    draft_hours: int


class ComplaintTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the form asks for at least."""

    least_description: int
    most_photos: int


class WindowTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which windows for a visit a customer may choose."""

    days_ahead: int
    hours: int
    begin_at: tuple[int, ...]


class UrgeTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long after pressing the button rests; pressing itself is always heard."""

    rest_minutes: int


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything the file says."""

    code: CodeTerms
    visit: VisitTerms
    complaint: ComplaintTerms
    visit_window: WindowTerms
    urge: UrgeTerms


@cache
def terms() -> Terms:
    """The file as it ships, read once."""
    path = Path(__file__).with_name("terms.toml")
    return msgspec.toml.decode(path.read_bytes(), type=Terms)
