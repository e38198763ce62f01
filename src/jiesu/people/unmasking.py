"""How an actor gets at the personal data of a case that the actor may see (§17, §18)."""

from dataclasses import dataclass

from jiesu.people.access import reaching
from jiesu.people.actor import Actor
from jiesu.people.permissions import Cell, book


@dataclass(frozen=True, slots=True)
class Unmasking:
    """How an actor gets at the personal data of a case that the actor may see."""

    plain: bool = False
    """Shown unmasked at once: the customer's own, and the privacy officer."""
    ask: bool = False
    """Shown after a reason is given (verb ``reveal``)."""
    second: frozenset[str] = frozenset()
    """Roles of which one must approve first."""
    relay: bool = False
    """The user is called through a relay number that is never shown."""
    address: bool = False
    """The install address is shown while the order is open."""
    last4: bool = False
    """Of an identity document the last four characters may be shown."""


def unmasking(actor: Actor, *, unit_path: str, parts: frozenset[str]) -> Unmasking:
    """Tell how ``actor`` gets at the personal data of a case that the actor may see."""
    if actor.kind == "customer":
        return Unmasking(plain=True)
    cells = _cells(actor, "reveal", unit_path, parts)
    asked = [cell for cell in cells if "reveal" in cell.how]
    alone = any("second" not in cell.how for cell in asked)
    return Unmasking(
        plain=any(cell.reach == "A" and not cell.how for cell in cells),
        ask=alone,
        second=book().verbs["reveal"].second if asked and not alone else frozenset(),
        relay=any("relay" in cell.how for cell in cells),
        address=any("address" in cell.how for cell in cells),
        last4=bool(_cells(actor, "see_id_number", unit_path, parts)),
    )


def _cells(actor: Actor, permission: str, unit_path: str, parts: frozenset[str]) -> list[Cell]:
    row = book().permissions[permission].cells
    return list(reaching(actor, row, unit_path=unit_path, parts=parts))
