"""§11.3: an order to a line that fails with many others goes on with the outage."""

from datetime import datetime
from typing import Protocol

from jiesu.cases.models import Case, Proceeding
from jiesu.cases.moves import make_move
from jiesu.cases.said import Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Line
from jiesu.fieldwork.flow import CONVERTIBLE
from jiesu.fieldwork.scene import order_of
from jiesu.people.actor import SYSTEM

_OF_THE_LINE = ("LINE", "SPEED", "OUTAGE", "REPAIR")
"""Types of order that the repair of an outage settles; a move or a safety hazard is none of it."""


class Conversion(Words):
    """Number of the outage that it goes on with."""

    outage: Line


@move
def order_convert(scene: Scene, words: Conversion) -> Said:
    """End the order: whoever mends the outage does its work, and nobody comes for nothing."""
    order_of(scene)
    return Said(facts={"outage": words.outage})


class Joined(Protocol):
    """A complaint joined an outage."""

    @property
    def number(self) -> str:
        """Number of the complaint."""

    @property
    def outage(self) -> str:
        """Number of the outage."""

    @property
    def at(self) -> datetime:
        """When it joined."""


def convert_orders(joined: Joined) -> None:
    """Let the complaint's open orders to the line go on with the outage."""
    case = Case.objects.get(number=joined.number)
    orders = Proceeding.objects.filter(case=case, machine="order", state__in=CONVERTIBLE)
    words = {"outage": joined.outage}
    for order in orders.filter(record__order_type__in=_OF_THE_LINE).order_by("id"):
        make_move(
            SYSTEM, case.number, "order_convert", words, now=joined.at, proceeding=order.number
        )
