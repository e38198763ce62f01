"""Where a case goes and who takes it (§11.4)."""

from jiesu.rules.routing.book import RoutingBook, load_routing
from jiesu.rules.routing.picking import (
    Candidate,
    NobodyFitsError,
    Picked,
    pick,
    pick_owner,
)
from jiesu.rules.routing.route import (
    Route,
    UnroutableError,
    department_for,
    lacking_fields,
    missing_fields,
    route,
)
from jiesu.rules.routing.standby import Standby

__all__ = [
    "Candidate",
    "NobodyFitsError",
    "Picked",
    "Route",
    "RoutingBook",
    "Standby",
    "UnroutableError",
    "department_for",
    "lacking_fields",
    "load_routing",
    "missing_fields",
    "pick",
    "pick_owner",
    "route",
]
