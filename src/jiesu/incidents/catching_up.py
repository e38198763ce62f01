"""Whoever is taken up again hears what the outage did meanwhile: only open cases are told (N12)."""

from jiesu.cases.moved import Moved
from jiesu.incidents.models import Outage
from jiesu.incidents.telling import tell_later

_AGAIN = frozenset({"reopen", "appeal", "unmerge"})
"""Verbs by which a case that had ended is open again."""


def catch_up(moved: Moved) -> None:
    """Queue the telling if the case, open again, has missed a turn of its outage."""
    case = moved.case
    if moved.entry.verb not in _AGAIN or not case.outage:
        return
    missed = Outage.objects.filter(number=case.outage, version__gt=case.record["outage_told"])
    if outage := missed.first():
        tell_later(outage)
