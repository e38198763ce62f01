"""What was done on a case since somebody last looked, as far as that person may know of it."""

from datetime import datetime

from jiesu.cases.models import Case
from jiesu.cases.permit import parts_of
from jiesu.console.naming import names_in
from jiesu.console.story import told_moments, view_of
from jiesu.console.telling import Moment
from jiesu.people.actor import Actor


def newer_moments(actor: Actor, case: Case, seen: int, now: datetime) -> list[Moment]:
    """Tell the entries after the first ``seen``, oldest first."""
    entries = list(case.entries.order_by("seq"))
    view = view_of(actor, case, entries, parts_of(actor, case), now)
    newer = [entry for entry in entries if entry.seq > seen]
    return told_moments(newer, names_in(newer), view)
