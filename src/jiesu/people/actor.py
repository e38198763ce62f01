"""Who acts: a member of staff with the roles held, a customer on one case, or the system itself."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Held:
    """A role (R03 … R26, §17) held over the organisations whose path begins with ``path``."""

    role: str
    path: str


@dataclass(frozen=True, slots=True)
class Actor:
    """The one in whose name a move is made; told to every move and every fetch."""

    kind: Literal["staff", "customer", "system"]
    name: str
    staff_id: int | None = None
    work_no: str = ""
    held: tuple[Held, ...] = ()
    unit_path: str = ""
    """Path of the staff member's own organisation."""
    case_id: int | None = None
    """The one case that a customer has proven to be theirs."""
    glass: tuple[str, ...] = ()
    """Numbers of the cases that an emergency look has opened (``people/glass.py``)."""
    inspects: tuple[str, ...] = ()
    """Paths of units whose inspection is approved and in force (``people/inspections.py``)."""

    through: "Actor | None" = None
    """Who really sits there, looking at what this person sees (``people/perspective.py``)."""

    def roles_over(self, path: str) -> frozenset[str]:
        """Roles that count for something belonging to the organisation at ``path``."""
        if self.kind == "customer":
            return frozenset({"R01"})
        return frozenset(held.role for held in self.held if path.startswith(held.path))


SYSTEM = Actor(kind="system", name="系统")
"""The clock-keeper and other unattended work (SYS in §11.2)."""
