"""The outage a complaint is linked to, held still while the complaint is moved."""

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from jiesu.cases.models import Case
from jiesu.cases.refusals import WrongState
from jiesu.cases.said import Letter
from jiesu.cases.verbs import Scene
from jiesu.incidents.models import WORK, Outage
from jiesu.rules.workdays.shanghai import said, said_start

_SOON = "抢修后尽快"


def outage_of(scene: Scene) -> Outage:
    """The outage that the case has joined.

    Raises:
        WrongState: it has joined none.
    """
    outage = held_still(scene.case.outage)
    if outage is None:
        raise WrongState(_("此件没有并入群障，未做任何改动。"))
    return outage


def held_still(number: str) -> Outage | None:
    """The outage called ``number``, which nobody estimates or closes until the transaction ends.

    Whoever joins and whoever closes wait for each other, so that none joins unnoticed; those who
    join do not wait for one another.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM incidents_outage WHERE number = %s FOR SHARE", [number])
    return Outage.objects.select_related("unit").filter(number=number).first()


def ended_before(scene: Scene, outage: Outage) -> bool:
    """Whether the outage was over before the case was taken up again.

    What it is about now is then something else (TG.2): the outage ends no repair owed since, and
    whoever leaves it takes no end of one back.
    """
    if outage.ended_at is None or scene.case.cycle == 1:
        return False
    began = next(e.at for e in scene.entries if e.said("cycle") == scene.case.cycle)
    return outage.ended_at < began


def lies_in(case: Case, outage: Outage) -> bool:
    """Whether the outage may reach the case: one's unit lies in the other's."""
    return case.unit_path.startswith(outage.unit.path) or outage.unit.path.startswith(
        case.unit_path
    )


def letter_about(outage: Outage, now: datetime) -> Letter:
    """N12 about a fault, N48 about planned work; what is late at ``now`` is promised no time."""
    late = outage.overdue(now)
    if outage.kind == WORK and outage.back_at and not late:
        told = {"from": said_start(outage.since), "to": said(outage.back_at)}
        area = "、".join(outage.places) or outage.unit.name
        return Letter("N48", {"work": outage.cause, "area": area, **told})
    eta = said(outage.back_at) if outage.back_at and not late else _SOON
    return Letter("N12", {"cause": outage.cause, "eta": eta})


def facts_of(outage: Outage) -> dict[str, object]:
    """What the ledger of a complaint says of its outage: public words, no personal data."""
    back = {"eta": outage.back_at} if outage.back_at else {}
    return {"outage": outage.number, "kind": outage.kind, "cause": outage.cause, **back}
