"""What the tests of outages declare and who complains: a cable cut, work planned."""

from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from jiesu.incidents.models import Outage
from jiesu.incidents.outages import declare_outage
from jiesu.people.actor import Actor
from tale import NOW, SLOW

FIBRE = replace(
    SLOW,
    description="光猫LOS灯红了,家里完全上不了网,请尽快修好。",
    case_type="fault",
    address="甲市东区幸福花园3号楼502",
)
"""A complaint from there, of the sound that a cut cable has."""
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
