"""A promise that broke may make its case more urgent (§14): weighed anew, with the reasons.

Many promises break in the same second, so their cases are weighed and written at once. A case whose
packs let a clock hear of a new priority goes the way of every move.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from jiesu.cases.alarms import Alarms
from jiesu.cases.bulk import Change, Insertion
from jiesu.cases.clocks import heard_by_clocks
from jiesu.cases.models import Case, Entry
from jiesu.cases.moved import Moved
from jiesu.cases.moves import make_move
from jiesu.cases.noted import note_on
from jiesu.cases.refusals import Refusal
from jiesu.cases.said import Said
from jiesu.cases.weighing import reweighed, weights_of
from jiesu.kit.events import publish
from jiesu.people.actor import SYSTEM
from jiesu.rules.policies.shelf import UnknownPackError

_VERB = "prioritise"
_ENTRY = Insertion(Entry)
_CASE = Change(Case, "priority", "record", "seq", "head", "waits_for", "waits_until")
_WRITE = f"""
WITH entries AS ({_ENTRY.sql}), cases AS ({_CASE.sql})
SELECT pg_notify('jiesu_case', number) FROM unnest(%s::text[]) AS t(number)
"""  # noqa: S608 - built from the models' own names


def reweigh_broken(alarms: Alarms) -> None:
    """Weigh the cases anew in which a binding promise broke, and write what changed."""
    broken = {fall.row.case_id for fall in alarms.falls if fall.breaks and fall.row.binding}
    cases = Case.objects.filter(pk__in=broken).exclude(priority="P1").order_by("pk")
    weights = weights_of(broken) if broken else {}
    noted: list[Moved] = []
    for case in cases:
        said = reweighed(case, alarms.now, weights.get(case.pk, ()))
        if said:
            noted += _noted(case, said, alarms.now)
    _write(noted)


def _noted(case: Case, said: Said, now: datetime) -> list[Moved]:
    """What is to be written of it; nothing where a move has written it, or none can be made."""
    try:
        if heard_by_clocks(case, _VERB):
            make_move(SYSTEM, case.number, _VERB, {}, now=now)
            return []
    except (UnknownPackError, Refusal):  # the version of its pack is lost: nothing of it moves
        return []
    return [Moved(case, note_on(case, _VERB, said, now))]


def _write(noted: Sequence[Moved]) -> None:
    if not noted:
        return
    cases = [moved.case for moved in noted]
    params = [
        *_ENTRY.values([moved.entry for moved in noted]),
        *_CASE.values(cases),
        [case.number for case in cases],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, params)
    for moved in noted:
        publish(moved)
