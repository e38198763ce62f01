"""Which complaints a known outage may explain (TG, §11.4)."""

from jiesu.cases.book import routing
from jiesu.rules.routing.route import UnroutableError, route


def may_explain(category: str) -> bool:
    """Whether matters of ``category`` go to the outage, once there is one; unknown ones may."""
    if not category:
        return True
    try:
        return route(category, routing(), traits={"outage"}).order_type == "OUTAGE"
    except UnroutableError:
        return False
