"""What is broken or worked on in the demonstration, declared as network operations declare it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import msgspec

from jiesu.incidents.outages import close_outage, declare_outage
from jiesu.people.actor import Actor
from jiesu.people.actors import load_actor
from jiesu.people.models import Staff


class _Closed(msgspec.Struct, forbid_unknown_fields=True):
    """By whom it was closed, when, and what it was."""

    by: str
    at: float
    root_cause: str
    found: str


class _Outage(msgspec.Struct, forbid_unknown_fields=True):
    """One outage; moments are hours after the demonstration is laid out."""

    kind: Literal["fault", "work"]
    by: str
    unit: str
    places: list[str]
    cause: str
    since: float
    declared: float
    eta: float | None = None
    until: float | None = None
    closed: _Closed | None = None


class _Book(msgspec.Struct, forbid_unknown_fields=True):
    outage: list[_Outage]


def declare_outages(at: datetime) -> dict[str, str]:
    """Declare them all; their numbers by their causes."""
    return {one.cause: _declared(one, at) for one in _told()}


def close_outages(at: datetime, outages: Mapping[str, str]) -> None:
    """Close those that are over: after the complaints that joined them."""
    for one in _told():
        if over := one.closed:
            words = {"root_cause": over.root_cause, "found": over.found}
            now = at + timedelta(hours=over.at)
            close_outage(_actor(over.by), outages[one.cause], words, now=now)


def _told() -> list[_Outage]:
    page = Path(__file__).with_name("demo_outages.toml").read_bytes()
    return msgspec.toml.decode(page, type=_Book).outage


def _declared(one: _Outage, at: datetime) -> str:
    words = {
        "kind": one.kind,
        "cause": one.cause,
        "unit": one.unit,
        "places": one.places,
        "since": _moment(at, one.since),
        "eta": _moment(at, one.eta),
        "until": _moment(at, one.until),
    }
    now = at + timedelta(hours=one.declared)
    return declare_outage(_actor(one.by), words, now=now).outage.number


def _moment(at: datetime, hours: float | None) -> str | None:
    return None if hours is None else (at + timedelta(hours=hours)).isoformat()


def _actor(username: str) -> Actor:
    actor = load_actor(Staff.objects.get(username=username).pk)
    if actor is None:
        raise LookupError(f"{username} has left the demonstration")
    return actor
