"""Which complaints a known outage may explain (TG, §11.4)."""

from functools import cache

from jiesu.cases.book import routing, taxonomy
from jiesu.rules.routing.route import UnroutableError, route


@cache
def explained_categories() -> tuple[str, ...]:
    """Codes of all categories that an outage may explain."""
    return tuple(code for code in taxonomy().categories if may_explain(code))


def may_explain(category: str) -> bool:
    """Whether matters of ``category`` go to the outage, once there is one; unknown ones may."""
    if not category:
        return True
    try:
        return route(category, routing(), traits={"outage"}).order_type == "OUTAGE"
    except UnroutableError:
        return False
