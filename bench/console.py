"""The queue and the search as pages: server time of one request after another, counters and all.

In this process, through every middleware, beside nothing: what people feel is the time itself.
"""

import statistics
import time

from django.conf import settings
from django.test import Client

from bench import databases
from bench.figures import Figure
from bench.plan import Plan
from jiesu.people.models import Staff

MOST_MS = 80
ROUNDS = 100
_WARM = 5
PAGES = (  # name, whose session, and an address or what is searched for
    ("an owner's own", "wangfang", "/console/cases/?whose=mine"),
    ("a lead's unit", "zhaobanzhang", "/console/cases/?whose=unit"),
    ("all an agent sees", "ligong", "/console/cases/?whose=all"),
    ("narrowed", "zhaobanzhang", "/console/cases/?whose=unit&category=N&priority=P3"),
    ("words searched for", "ligong", "掉线"),
    ("end of a number", "ligong", "00012345"),
)


def measure(plan: Plan) -> list[Figure]:
    """One line a page."""
    settings.ALLOWED_HOSTS = ["*"]
    with databases.on(databases.small(plan.cases)):
        return [_figure(plan, *page) for page in PAGES]


def _figure(plan: Plan, name: str, username: str, address: str) -> Figure:
    browser = Client()
    browser.force_login(Staff.objects.get(username=username))
    if not address.startswith("/"):
        address = browser.post("/console/find", {"q": address}).headers["Location"]
    times = [_asked(browser, address) for _ in range(_WARM + ROUNDS)][_WARM:]
    cuts = statistics.quantiles(times, n=100)
    return Figure(
        f"console page, {name}: {plan.cases:,} cases",
        1000 / statistics.mean(times),
        statistics.median(times),
        cuts[98],
        goal=f"p95 ≤ {MOST_MS} ms (was {cuts[94]:.0f})",
        reached=cuts[94] <= MOST_MS,
    )


def _asked(browser: Client, address: str) -> float:
    began = time.perf_counter()
    answer = browser.get(address)
    assert answer.status_code == 200, answer.status_code
    return (time.perf_counter() - began) * 1000
