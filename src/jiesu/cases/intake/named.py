"""The event of a contact that is said to belong to an outage (S105, S106)."""

from dataclasses import dataclass
from datetime import datetime

from jiesu.cases.models import Case
from jiesu.people.actor import Actor


@dataclass(frozen=True, slots=True)
class OutageNamed:
    """``case`` was just saved by ``actor`` at ``now``, who says that it belongs to ``outage``."""

    case: Case
    outage: str
    actor: Actor
    now: datetime
