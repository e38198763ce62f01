"""What comes up with an open outage though nobody says it: the register looks, minute by minute.

It became one of the mass, by the complaints that joined: the ladder calls (§11.5). Whoever joins
does not look himself: two who join at once see one complaint too few, and waiting for each other is
what they must not do. Or the time that customers were told has passed (N12).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jiesu.cases.book import ladder
from jiesu.incidents.linked import held_still
from jiesu.incidents.models import FAULT, Outage, OutageAlarm
from jiesu.incidents.telling import linked
from jiesu.kit.events import publish
from jiesu.rules.escalation import Event, level_for

MASS, OVERDUE = "mass", "overdue"


@dataclass(frozen=True, slots=True)
class OutageAlarmed:
    """Something came up with an outage; published with what was written of it."""

    alarm: OutageAlarm


def watch_outages(now: datetime) -> int:
    """Write down what came up with open outages by ``now``, once; returns how much it was.

    Raises:
        ExceptionGroup: some could not be looked at; all others were, and next minute those again.
    """
    came_up, failed = 0, list[Exception]()
    for number in Outage.objects.open().order_by("pk").values_list("number", flat=True):
        try:
            came_up += _watch(number, now)
        except Exception as error:  # noqa: BLE001 - one that fails must not silence the others
            failed.append(error)
    if failed:
        raise ExceptionGroup(f"{len(failed)} outages were not looked at", failed)
    return came_up


@transaction.atomic
def _watch(number: str, now: datetime) -> int:
    outage = held_still(number)
    if outage is None or outage.ended_at is not None:
        return 0
    return sum(_write(alarm) for alarm in _alarms(outage, now))


def _alarms(outage: Outage, now: datetime) -> Iterator[OutageAlarm]:
    if alarm := _of_the_mass(outage, now):
        yield alarm
    if outage.overdue(now) and not _said_since(outage):
        yield OutageAlarm(outage=outage, kind=OVERDUE, about=outage.back_at, at=now)


def _of_the_mass(outage: Outage, now: datetime) -> OutageAlarm | None:
    """Planned work was announced to whom it hits: only a fault calls anybody."""
    if outage.kind != FAULT:
        return None
    count = linked(outage).exclude(state="MERGED").count()
    step = level_for(Event("mass_outage", count), ladder())
    if step is None or outage.alarms.filter(kind=MASS, level__gte=step.level).exists():
        return None
    facts = {"count": count, "because": step.because}
    return OutageAlarm(outage=outage, kind=MASS, level=step.level, at=now, facts=facts)


def _said_since(outage: Outage) -> bool:
    """Whether customers have heard since then that nobody can tell when (``letter_about``)."""
    return outage.turns.filter(at__gt=outage.back_at, facts__has_key="cause").exists()


def _write(alarm: OutageAlarm) -> bool:
    """Write it and say so, unless it was written before, be it in this very moment."""
    same = {"kind": alarm.kind, "level": alarm.level, "about": alarm.about}
    more = {"at": alarm.at, "facts": alarm.facts}
    written, new = alarm.outage.alarms.get_or_create(**same, defaults=more)
    if new:
        publish(OutageAlarmed(written))
    return new
