"""Entries that the system makes on many cases at once, of verbs that move no clock."""

from datetime import datetime

from jiesu.cases.entries import new_entry
from jiesu.cases.fold import World, derivation, fold
from jiesu.cases.models import Case, Entry
from jiesu.cases.said import Said
from jiesu.people.actor import SYSTEM


def note_on(case: Case, verb: str, said: Said, now: datetime) -> Entry:
    """The next entry of ``case``, folded into it; neither is stored yet."""
    facts = {**said.facts, "cycle": case.cycle, "derived": derivation(said)}
    if said.happened_at:
        facts["happened_at"] = said.happened_at
    entry = new_entry(case, verb, SYSTEM, now, facts=facts)
    fold(World(case), entry, None)
    return entry
