"""What is broken or worked on in the demonstration, declared as network operations declare it."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import msgspec

from jiesu.incidents.outages import declare_outage
from jiesu.people.actors import load_actor
from jiesu.people.models import Staff


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


class _Book(msgspec.Struct, forbid_unknown_fields=True):
    outage: list[_Outage]


def declare_outages(at: datetime) -> dict[str, str]:
    """Declare them all; their numbers by their causes."""
    page = Path(__file__).with_name("demo_outages.toml").read_bytes()
    told = msgspec.toml.decode(page, type=_Book).outage
    return {one.cause: _declared(one, at) for one in told}


def _declared(one: _Outage, at: datetime) -> str:
    actor = load_actor(Staff.objects.get(username=one.by).pk)
    if actor is None:
        raise LookupError(f"{one.by} has left the demonstration")
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
    return declare_outage(actor, words, now=now).outage.number


def _moment(at: datetime, hours: float | None) -> str | None:
    return None if hours is None else (at + timedelta(hours=hours)).isoformat()
