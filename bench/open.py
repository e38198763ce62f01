"""A case with its ledger of ten entries through the API, beside two plain selects."""

from itertools import repeat

from bench import bareside, databases, servers
from bench.figures import Figure, at_least
from bench.pairs import Side, compare, requests, token
from bench.plan import Plan
from jiesu.cases.models import Case

_DIFFERENT = 5_000
"""Cases that are opened, from all over the ground; again and again, so they are warm."""


def measure(plan: Plan) -> list[Figure]:
    """Both on one copy of the ground."""
    with databases.copy_of(databases.small(plan.cases)) as name:
        bareside.lay()
        every = max(plan.cases // _DIFFERENT, 1)
        seen = Case.objects.filter(organisation__code="ZJ").order_by("id")
        numbers = list(seen.values_list("number", flat=True)[::every])
        agent = token("ligong")
        plain = [("", "GET", f"/case/{one}") for one in numbers]
        told = [(agent, "GET", f"/api/v1/complaints/{one}?include=ledger") for one in numbers]
        url = databases.address(name)
        with servers.bare(18_432, url) as bare, servers.ours(18_431, url) as ours:
            base, mine = compare(
                Side("open: bare view, two selects", 18_432, bare, repeat(requests("b", plain))),
                Side("open: GET case with ledger", 18_431, ours, repeat(requests("o", told))),
                plan,
            )
    return [base, at_least(mine, 0.50)]
