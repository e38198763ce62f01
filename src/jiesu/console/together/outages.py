"""Who hears in the inbox of what came up with an outage, and that it was read (§11.5).

The ladder's rung is called over the unit of the outage: the nearest who stands on it, over a unit
as wide as the rung asks for; where nobody does, whoever stands nearest to that. That a time passed
is told to whoever declared the outage, as long as it is his work.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from jiesu.console.together.calling import rungs_from
from jiesu.console.together.inbox_channel import call
from jiesu.console.together.models import OutageNotice
from jiesu.incidents.alarms import MASS, OutageAlarmed
from jiesu.incidents.models import Outage, OutageAlarm
from jiesu.people.access import may
from jiesu.people.actor import Actor
from jiesu.people.actors import load_actor
from jiesu.people.holders import holders

CHANGING = ("R10", "R21")
"""Who may say better when service is back, in the order in which they are asked (§17)."""
MOST = 50
"""The latest that are listed; the inbox shows no more of anything."""


def tell_of_outage(alarmed: OutageAlarmed) -> None:
    """Put it into the inboxes of those whom it concerns; twice is once."""
    alarm = alarmed.alarm
    told = _first_who_may(_meant(alarm), alarm)
    rows = [OutageNotice(staff_id=staff, alarm=alarm, at=alarm.at) for staff in told]
    OutageNotice.objects.bulk_create(rows, ignore_conflicts=True)
    call(list(told))


def latest_of_outages(actor: Actor) -> Iterable[OutageNotice]:
    """What this person was told of outages, the latest first, as far as they may be read."""
    seen = Outage.objects.visible_to(actor).order_by().values("pk")
    mine = OutageNotice.objects.filter(staff=actor.staff_id, alarm__outage__in=seen)
    return mine.select_related("alarm__outage").order_by("-id")[:MOST]


def mark_outages_read(actor: Actor, now: datetime, outage: Outage | None = None) -> None:
    """Whoever looks at ``outage``, or ticks off all, knows what the notices tell."""
    if actor.through:
        return
    waiting = OutageNotice.objects.filter(staff=actor.staff_id, read_at=None)
    if outage is not None:
        waiting = waiting.filter(alarm__outage=outage)
    if waiting.update(read_at=now):
        call([actor.staff_id or 0])


def _meant(alarm: OutageAlarm) -> list[Sequence[int]]:
    """Those on the rung that is called; else whoever told the time, then whoever could have."""
    if alarm.kind == MASS:
        return _on_the_rung(alarm.level, alarm.outage.unit.path)
    held, place = holders(CHANGING, [alarm.outage.unit.path]), alarm.outage.unit.path
    return [[alarm.outage.declared_by_id], *(held.nearest(role, place) for role in CHANGING)]


def _on_the_rung(level: str, place: str) -> list[Sequence[int]]:
    steps = list(rungs_from(level))
    held = holders({step.role for step in steps}, [place])
    return [those for step in steps for those in held.from_as_wide_as(step.scope, step.role, place)]


def _first_who_may(people: Iterable[Sequence[int]], alarm: OutageAlarm) -> Sequence[int]:
    """The first of them who may do what is asked for: read of it, or say better when it ends."""
    verb = "view_outages" if alarm.kind == MASS else "estimate_outage"
    path = alarm.outage.unit.path
    able = ([staff for staff in those if _may(staff, verb, path)] for those in people)
    return next((those for those in able if those), ())


def _may(staff: int, verb: str, path: str) -> bool:
    actor = load_actor(staff)
    return bool(actor and may(actor, verb, unit_path=path).allowed)
