"""Which known outage the caller may mean, and what to say about it (S105, S106, S123)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jiesu.cases.intake.desk import desk
from jiesu.console.intake.script import script
from jiesu.console.telling import spoken
from jiesu.incidents.known import Known, known_at
from jiesu.incidents.matters import may_explain
from jiesu.people.actor import Actor
from jiesu.people.customers import line_of
from jiesu.people.models import Subscription
from jiesu.ui.tongue import named


@dataclass(frozen=True, slots=True)
class OutageThere:
    """One known outage, and what the agent reads out about it."""

    known: Known
    late: bool
    """The time told for its end has passed."""
    say: str
    """Cause and time in one sentence, no blame."""


def outages_there(
    actor: Actor,
    read: Mapping[str, Any],
    lines: Iterable[Subscription],
    category: str,
    now: datetime,
) -> list[OutageThere]:
    """Return what is known where the caller's lines lie and where the caller says to be."""
    if not may_explain(category):
        return []
    found: dict[str, Known] = {}
    for unit_path, address in _places(actor, read, lines, now):
        for one in known_at(now, unit_path=unit_path, address=address):
            if one.number not in found or one.sure:
                found[one.number] = one
    told = sorted(found.values(), key=lambda one: (not one.sure, one.since))
    return [_told(one, now) for one in told]


def _places(
    actor: Actor, read: Mapping[str, Any], lines: Iterable[Subscription], now: datetime
) -> set[tuple[str, str]]:
    """Unit and address of each line and of what was typed; the city alone if neither is known."""
    places = {(line.organisation.path, line_of(line).address) for line in lines}
    typed = str(read.get("address", "")).strip()
    if typed or not places:
        house = desk(now)
        region = str(read.get("region", "")) or house.region_at(actor.unit_path)
        unit = house.by_region.get(region)
        places.add((unit.path if unit else actor.unit_path, typed))
    return places


def _told(one: Known, now: datetime) -> OutageThere:
    late = one.back_at is not None and one.back_at < now
    return OutageThere(one, late, _say(one, late=late))


def _say(one: Known, *, late: bool) -> str:
    """Tell it as N12 does; where only the area is known the caller is first asked for it."""
    words = script()
    known = words.outage if one.back_at and not late else words.outage_untold
    told = named(words.outage_work if one.kind == "work" else known)
    first = "" if one.sure else named(words.outage_where)
    return f"{first}{told}".format(
        cause=one.cause,
        where=one.where,
        since=spoken(one.since),
        eta=spoken(one.back_at) if one.back_at else "",
    )
