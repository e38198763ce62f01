"""A complaint through the API, everything in its transaction, beside three plain inserts.

Everything: a case with its number, priority and frozen packs, two entries of its ledger, parts,
clocks, the acknowledgement, the words to search by; before that the customer's earlier cases are
looked up and judged, and a category is suggested. Every body is another letter, none seen before.
"""

import time
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from bench import bareside, databases, servers
from bench.figures import Figure, at_least
from bench.letters import letters
from bench.pairs import WARMING, Side, compare, in_json, requests, token
from bench.plan import Plan
from jiesu.cases.models import Case

_FIELDS = ("channel", "description", "desired_outcome", "name", "phone", "account", "region")
_MOST_A_SECOND = 3_000
_WRITTEN = {
    "cases_entry": 2, "cases_promiserow": 1, "cases_message": 1, "cases_searchtext": 1,
    "cases_part": 1,
}  # fmt: skip
"""Rows that a new case has at least; that they are there is checked after the measurement."""


def measure(plan: Plan) -> list[Figure]:
    """Both on one copy of the ground."""
    with databases.copy_of(databases.small(plan.cases)) as name:
        bareside.lay()
        last = Case.objects.latest("id").pk
        url = databases.address(name)
        with servers.bare(18_432, url) as bare, servers.ours(18_431, url) as ours:
            base, mine = compare(
                Side("create: bare view, three inserts", 18_432, bare, _bodies("bare", plan)),
                Side("create: POST complaints", 18_431, ours, _bodies("ours", plan)),
                plan,
            )
        _check(last)
    return [base, at_least(mine, 0.40)]


def _bodies(side: str, plan: Plan) -> Iterator[Path]:
    to = ("", "/create") if side == "bare" else (token("ligong"), "/api/v1/complaints")
    while True:
        told = letters(_MOST_A_SECOND * max(plan.seconds, WARMING), seed=time.time_ns())
        rows = (
            (to[0], "POST", to[1], in_json({name: getattr(one, name) for name in _FIELDS}))
            for one in told
        )
        yield requests(f"create-{side}", rows)


def _check(last: int) -> None:
    """That every case made since ``last`` has all that belongs to it."""
    with connection.cursor() as cursor:
        for table, least in _WRITTEN.items():
            cursor.execute(
                f"SELECT count(*) FROM cases_case c WHERE id > %s AND %s >"
                f" (SELECT count(*) FROM {table} t WHERE t.case_id = c.id)",
                [last, least],
            )
            if lacking := cursor.fetchone()[0]:
                raise SystemExit(f"{lacking} of the new cases have fewer than {least} of {table}")
