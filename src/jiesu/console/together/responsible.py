"""Whom a move makes responsible: a person for a part, a unit for an order or an appeal (§17).

Who is named hears of it, and of a unit those who take such things on; whoever reads the notice is
asked for by ``watching``, which leaves out who may not see the case and who did it himself. Who
puts a fault right hears, too, that the rectification serves one complaint more, or less (§11.8).
"""

from collections.abc import Iterator
from typing import NamedTuple

from jiesu.cases.models import Entry, Proceeding
from jiesu.people.holders import holders
from jiesu.people.models import Organisation

TAKING = {"order": ("R09", "R10", "R13"), "task": ("R09", "R10", "R13"), "appeal": ("R16",)}
"""Roles that take on for their unit what comes to it, by kind of notice."""
_PARTS = {
    "technician": "technician",
    "investigator": "investigator",
    "appeal_investigator": "reviewer",
    "rectifier": "rectifier",
}
"""Parts that are work to do, and the kind of notice that says so."""

_NEXT = {"plan_rectification": ("R21", "plan"), "evidence_rectification": ("R18", "verify")}
"""Verbs after which it is the turn of others over the case (§11.8): role, and kind of notice."""
_SERVED = {"join_rectification": "joined", "leave_rectification": "left"}
"""Verbs after which a rectification serves one complaint more, or one less."""
_UNDONE = {"decline": "declined", "lapse": "lapsed"}
"""Verbs after which what somebody asked for is not done."""
_NEEDLESS = frozenset({"order_cancel", "order_convert"})
"""Verbs after which whoever was sent need not go any more."""


class _Come(NamedTuple):
    """What came to a unit, by kind of notice."""

    kind: str
    unit: int


def made_responsible(entry: Entry) -> Iterator[tuple[int, str]]:
    """Who is made responsible by ``entry``, or is so no more, and as which kind of notice."""
    for come in _come(entry):
        for staff in _takers(come):
            yield staff, come.kind
    yield from _turn(entry)
    yield from _assigned(entry)
    if kind := _UNDONE.get(entry.verb):
        yield entry.case.record["requests"][str(entry.facts["request"])]["by"] or 0, kind
    for part, staff in entry.facts.get("derived", {}).get("parts", ()):
        if kind := _PARTS.get(part):
            yield staff, kind


def _turn(entry: Entry) -> Iterator[tuple[int, str]]:
    if turn := _NEXT.get(entry.verb):
        role, waits = turn
        path = entry.case.unit_path
        for staff in holders([role], [path]).nearest(role, path):
            yield staff, waits


def _assigned(entry: Entry) -> Iterator[tuple[int, str]]:
    """Who has the proceeding that now is more work, or no work any more."""
    if (kind := _SERVED.get(entry.verb)) and "case" in entry.facts:
        plan = Proceeding.objects.get(number=entry.facts["rectification"])
        yield plan.assignee_id or 0, kind
    if entry.verb in _NEEDLESS:
        yield Proceeding.objects.get(number=entry.proceeding).assignee_id or 0, "order_off"


def _come(entry: Entry) -> Iterator[_Come]:
    derived = entry.facts.get("derived", {})
    for opening in derived.get("opens", ()):
        kind = "task" if opening["record"].get("kind") == "TASK" else opening["machine"]
        if kind in TAKING and opening["unit_id"]:
            yield _Come(kind, opening["unit_id"])
    if entry.verb == "order_reassign":
        yield _Come("order", derived["change"]["unit_id"])


def _takers(come: _Come) -> list[int]:
    """Those over the unit, from the nearest that has any, who take it on; a few of very many."""
    path = Organisation.objects.get(pk=come.unit).path
    held = holders(TAKING[come.kind], [path])
    return [staff for role in TAKING[come.kind] for staff in held.nearest(role, path)]
