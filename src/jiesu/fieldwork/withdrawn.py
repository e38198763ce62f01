"""With a withdrawn complaint end its orders, and nobody comes for nothing (T26, §11.3)."""

from jiesu.cases.models import Proceeding
from jiesu.cases.moved import Moved
from jiesu.cases.moves import make_move
from jiesu.fieldwork.flow import CONVERTIBLE
from jiesu.people.actor import SYSTEM

_WHY = {"reason": "user", "explanation": "用户已撤回投诉"}


def cancel_orders(moved: Moved) -> None:
    """Cancel the orders of a case that its customer just withdrew.

    Where the matter goes on without the customer, its orders go on (0120); what is mended already
    is finished.
    """
    case, entry = moved.case, moved.entry
    if entry.verb != "withdraw" or "goes_on" in entry.facts:
        return
    orders = Proceeding.objects.filter(case=case, machine="order", state__in=CONVERTIBLE)
    for number in orders.order_by("id").values_list("number", flat=True):
        make_move(SYSTEM, case.number, "order_cancel", _WHY, now=entry.at, proceeding=number)
