"""A page of fifty of one's own queue, beside a plain select; then the same among many cases."""

from dataclasses import replace
from itertools import repeat

from bench import bareside, databases, servers
from bench.figures import Figure, at_least
from bench.ground import OWNERS
from bench.pairs import Side, compare, requests, token
from bench.plan import Plan
from jiesu.people.models import Staff

_NAMES = ("wangfang", "liujun", *(f"owner{n}" for n in range(OWNERS - 2)))


def measure(plan: Plan) -> list[Figure]:
    """First ours beside the bare view, then ours beside ours."""
    large = databases.large(plan.cases, plan.many)
    with databases.on(large):
        among_many = [(token(name), "GET", "/api/v1/complaints?owner=me") for name in _NAMES]
    with databases.copy_of(databases.small(plan.cases)) as name:
        bareside.lay()
        ids = Staff.objects.filter(username__in=_NAMES).values_list("pk", flat=True)
        plain = [("", "GET", f"/queue?owner={one}") for one in ids]
        told = [(token(name), "GET", "/api/v1/complaints?owner=me") for name in _NAMES]
        url = databases.address(name)
        with servers.bare(18_432, url) as bare, servers.ours(18_431, url) as ours:
            mine = Side(f"queue: {plan.cases:,} cases", 18_431, ours, repeat(requests("o", told)))
            other = Side("queue: bare view", 18_432, bare, repeat(requests("b", plain)))
            base, page = compare(other, mine, plan)
        with (
            servers.ours(18_431, url) as ours,
            servers.ours(18_433, databases.address(large)) as more,
        ):
            few = replace(mine, process=ours)
            many = Side(
                f"queue: {plan.many:,} cases", 18_433, more, repeat(requests("m", among_many))
            )
            _, page_of_many = compare(few, many, plan)
    return [base, at_least(page, 0.50), _flat(page_of_many)]


def _flat(figure: Figure) -> Figure:
    told = at_least(figure, 0.80)
    return replace(told, goal="≥ 80 % of the speed of the line above")
