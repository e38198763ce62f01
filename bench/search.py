"""A search for two characters among many cases, through the API, beside a scan of the texts.

Words of four frequencies, asked by two people who see a whole city and by one who sees a small one.
First once each after a restart of PostgreSQL (its own memory cold, the system's file cache not),
then again and again: by one client and by eight; and each frequency by itself.
"""

import statistics
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import repeat
from urllib.parse import quote
from urllib.request import Request, urlopen

import psutil
from django.db import connection

from bench import databases, servers
from bench.figures import Figure, beside, median
from bench.letters import SAID
from bench.pairs import WARMING, Side, requests, token
from bench.plan import Plan

MOST_MS = 50
_PORT = 18_431
_SEEKERS = ("ligong", "wangfang", "taoyong")
_SCAN = """SELECT id FROM cases_case WHERE description LIKE %s
    ORDER BY received_at DESC LIMIT 50"""

Asked = tuple[str, str, str]


def measure(plan: Plan) -> list[Figure]:
    """The scan first, then ours."""
    large = databases.large(plan.cases, plan.many)
    with databases.on(large):
        base = _scan(plan.many)
        tokens = [token(name) for name in _SEEKERS]
        asked = {how: list(_asked(tokens, words)) for how, words in SAID.items()}
        databases.restart()
        with servers.ours(_PORT, databases.address(large)) as ours:
            return [base, *_ours(asked, ours, plan, base)]


def _asked(tokens: Iterable[str], words: Iterable[str]) -> Iterator[Asked]:
    for word in words:
        for one in tokens:
            yield one, "GET", f"/api/v1/complaints?q={quote(word)}"


def _scan(many: int) -> Figure:
    words = [words[0] for words in SAID.values()]
    times = []
    with connection.cursor() as cursor:
        for word in words:
            began = time.perf_counter()
            cursor.execute(_SCAN, [f"%{word}%"])
            cursor.fetchall()
            times.append((time.perf_counter() - began) * 1000)
    name = f"search: LIKE over {many:,} texts, no server"
    return Figure(name, 1000 * len(times) / sum(times), statistics.median(times), max(times))


def _ours(
    asked: dict[str, list[Asked]], ours: psutil.Process, plan: Plan, base: Figure
) -> Iterator[Figure]:
    name = f"search: {plan.many:,} cases"
    every = [one for some in asked.values() for one in some]
    yield replace(_first(every), name=f"{name}, each first time")
    side = Side(f"{name}, 1 client", _PORT, ours, repeat(requests("search", every)))
    side.press(WARMING, 1)
    alone = beside(median([side.press(plan.seconds, 1) for _ in range(plan.rounds)]), base)
    yield replace(alone, goal=f"p99 ≤ {MOST_MS} ms", reached=(alone.p99_ms or 0) <= MOST_MS)
    side = replace(side, name=f"{name}, 8 clients")
    yield median([side.press(plan.seconds, 8) for _ in range(plan.rounds)])
    for n, (how, some) in enumerate(asked.items()):
        told = repeat(requests(f"search-{n}", some))
        yield Side(f"{name}, words in {how}, 1 client", _PORT, ours, told).press(plan.seconds, 1)


def _first(every: list[Asked]) -> Figure:
    times = []
    for who, _, path in every:
        told = Request(
            f"http://127.0.0.1:{_PORT}{path}", headers={"Authorization": f"Bearer {who}"}
        )
        began = time.perf_counter()
        with urlopen(told, timeout=60) as answer:
            answer.read()
        times.append((time.perf_counter() - began) * 1000)
    p99 = statistics.quantiles(times, n=100)[98]
    return Figure("", 1000 * len(times) / sum(times), statistics.median(times), p99)
