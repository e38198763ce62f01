"""Writes entries as ledgers of old have them: what people typed stands among the facts."""

from datetime import datetime
from typing import Any

from jiesu.cases.entries import new_entry
from jiesu.cases.fold import World, fold
from jiesu.cases.models import Case, Entry, Part, Proceeding
from jiesu.people.actor import Actor


def wrote_of_old(  # noqa: PLR0913, PLR0917 - on what, which verb, who, what, when, and what follows
    case: Case,
    verb: str,
    actor: Actor,
    facts: dict[str, Any],
    now: datetime,
    derived: dict[str, Any] | None = None,
    *,
    to_state: str = "",
    proceeding: Proceeding | None = None,
) -> Entry:
    """Append it and fold it in, as it was done then."""
    case.refresh_from_db()
    told = {"cycle": case.cycle, **facts, **({"derived": derived} if derived else {})}
    entry = new_entry(
        case,
        verb,
        actor,
        now,
        facts=told,
        to_state=to_state,
        machine=proceeding.machine if proceeding else "complaint",
        proceeding=proceeding.number if proceeding else "",
    )
    rows = {one.number: one for one in Proceeding.objects.filter(case=case)}
    world = World(case, rows, list(Part.objects.filter(case=case)))
    fold(world, entry, None)
    entry.save(force_insert=True)
    case.save()
    for one in rows.values():
        one.save()
    return entry
