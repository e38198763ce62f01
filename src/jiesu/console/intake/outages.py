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

MOST_UNFOLDED = 3
"""On a day of storms a city has dozens: their number is told, and whoever asks for them reads."""


@dataclass(frozen=True, slots=True)
class OutageThere:
    """One known outage, and what the agent reads out about it."""

    known: Known
    late: bool
    """The time told for its end has passed."""
    say: str
    """Cause and time in one sentence, no blame."""


@dataclass(frozen=True, slots=True)
class Outages:
    """What is known to be broken or worked on."""

    here: list[OutageThere]
    """Where the caller lives."""
    around: list[OutageThere]
    """Elsewhere in the city, or perhaps here: the address tells."""
    unfolded: bool
    """Whether the others are shown at once: one is chosen, or no address is known and few are."""

    def __bool__(self) -> bool:
        return bool(self.here or self.around)


NONE = Outages([], [], unfolded=False)


def outages_there(
    actor: Actor,
    read: Mapping[str, Any],
    lines: Iterable[Subscription],
    category: str,
    now: datetime,
) -> Outages:
    """Return what is known where the caller lives, and after it what else is known of the city.

    A place may be written in another way than it is said on the telephone: whoever talks with
    the caller sees the others, too, and asks.
    """
    if not may_explain(category):
        return NONE
    places = _places(actor, read, lines, now)
    found: dict[str, Known] = {}
    for unit_path, address in [*places, *((path, "") for path, _ in places)]:
        for one in known_at(now, unit_path=unit_path, address=address):
            if one.sure:
                found[one.number] = one
            found.setdefault(one.number, one)
    told = [_told(one, now) for one in sorted(found.values(), key=lambda one: one.since)]
    around = [one for one in told if not one.known.sure]
    chosen = any(one.known.number == read.get("outage") for one in around)
    unasked = not any(address for _, address in places)
    unfolded = chosen or (unasked and len(around) <= MOST_UNFOLDED)
    return Outages([one for one in told if one.known.sure], around, unfolded=unfolded)


def _places(
    actor: Actor, read: Mapping[str, Any], lines: Iterable[Subscription], now: datetime
) -> set[tuple[str, str]]:
    """Unit and address of each line and of what was typed; the city alone if neither is."""
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
