"""An area that is cut off: what the tests of intake, of a case and of the portal declare."""

from datetime import datetime, timedelta
from typing import Any

from cast import Cast, person
from jiesu.incidents.models import Outage
from jiesu.incidents.outages import close_outage, declare_outage, estimate_outage
from jiesu.people.actor import Actor
from jiesu.people.actors import load_actor
from jiesu.people.models import Staff

CAUSE = "光缆被施工挖断"
PLACE = "幸福小区"
ADDRESS = f"甲市东区{PLACE}3号楼502"
CUT_OFF = "突然断网了，光猫LOS灯红，整栋楼的邻居都上不了网。"
"""How it sounds."""


def cut_off(cast: Cast, now: datetime, **words: Any) -> str:
    """Declare a fault in ``PLACE`` that began an hour ago and lasts two more; its number."""
    told = {
        "kind": "fault",
        "cause": CAUSE,
        "unit": "C4401",
        "places": [PLACE],
        "since": now - timedelta(hours=1),
        "eta": now + timedelta(hours=2),
        **words,
    }
    return declare_outage(_watch(cast), told, now=now).outage.number


def later(cast: Cast, number: str, eta: datetime, now: datetime) -> Outage:
    """Say that it takes longer."""
    return estimate_outage(_watch(cast), number, {"eta": eta}, now=now).outage


def over(cast: Cast, number: str, now: datetime) -> Outage:
    """Close it."""
    return close_outage(_watch(cast), number, {"root_cause": "R-LINE"}, now=now).outage


def _watch(cast: Cast) -> Actor:
    """Whoever watches the network of the province."""
    found = Staff.objects.filter(username="noc").first()
    province = cast.city.parent
    assert province
    known = load_actor(found.pk) if found else None
    return known or person("noc", "罗监控", province, "R10", province)
