"""A contact that names its outage joins it while it is taken down: both, or neither (S106)."""

from jiesu.cases.intake.named import OutageNamed
from jiesu.cases.models import Case
from jiesu.cases.moves import make_move
from jiesu.cases.permit import parts_of
from jiesu.people.access import may
from jiesu.people.actor import SYSTEM, Actor


def join_named(named: OutageNamed) -> None:
    """Join the case in the name of whoever took it down.

    Customers, and colleagues from whose sight the case goes to another city, have the system say
    it: what they are asked for is the fact, and they told it.

    Raises:
        Refusal: there is no such outage, or it is over; the contact is not saved either.
    """
    actor = named.actor if _may_join(named.actor, named.case) else SYSTEM
    words = {"outage": named.outage}
    make_move(actor, named.case.number, "join_outage", words, now=named.now)


def _may_join(actor: Actor, case: Case) -> bool:
    if not Case.objects.visible_to(actor).filter(pk=case.pk).exists():
        return False
    parts = parts_of(actor, case)
    return may(actor, "join_outage", unit_path=case.unit_path, parts=parts).allowed
