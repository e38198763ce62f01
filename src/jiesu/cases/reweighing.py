"""A promise that broke may make its case more urgent (§14): weighed anew, with the reasons."""

from jiesu.cases.alarms import Alarms
from jiesu.cases.models import Case
from jiesu.cases.moves import make_move
from jiesu.cases.weighing import reweighed
from jiesu.people.actor import SYSTEM


def reweigh_broken(alarms: Alarms) -> None:
    """Weigh the cases anew in which a binding promise broke, and write what changed."""
    broken = {fall.row.case_id for fall in alarms.falls if fall.breaks and fall.row.binding}
    for case in Case.objects.filter(pk__in=broken).exclude(priority="P1").order_by("pk"):
        if reweighed(case, alarms.now):
            make_move(SYSTEM, case.number, "prioritise", {}, now=alarms.now)
