"""What the tests of outages declare: a cable that was cut, work that was planned."""

from datetime import timedelta
from typing import Any

from jiesu.incidents.models import Outage
from jiesu.incidents.outages import declare_outage
from jiesu.people.actor import Actor
from tale import NOW

CUT: dict[str, Any] = {
    "kind": "fault",
    "cause": "光缆被挖断",
    "unit": "C4401",
    "places": ["幸福花园", "和平路"],
    "since": NOW - timedelta(minutes=20),
    "eta": NOW + timedelta(hours=3),
}
WORK: dict[str, Any] = {
    **CUT,
    "kind": "work",
    "cause": "网络设备升级",
    "since": NOW + timedelta(hours=6),
    "until": NOW + timedelta(hours=11),
    "eta": None,
}


def declared(by: Actor, **other: Any) -> Outage:
    """The outage as it is declared, but for ``other`` words."""
    return declare_outage(by, {**CUT, **other}, now=NOW).outage
