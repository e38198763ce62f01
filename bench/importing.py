"""``jiesu import messages`` of many letters, all rules, beside COPY of the same texts into a table.

The command as an operator runs it, from a CSV, with a process for each core; its start counts. The
baseline's table has six indexes, and one process fills it.
"""

import csv
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
from django.db import connection

from bench import bareside, databases
from bench.figures import Figure, beside, median
from bench.letters import letters
from bench.plan import Plan
from bench.press import cpu_seconds
from jiesu.cases.intake.contact import Intake

GOAL = 3_000
PROCESSES = 2


def measure(plan: Plan) -> list[Figure]:
    """In turns, on one copy of the ground; every round has letters of its own."""
    with databases.copy_of(databases.small(plan.cases)):
        bareside.lay()
        rounds = [_round(plan.letters) for _ in range(plan.rounds)]
    base = median([one for one, _ in rounds])
    mine = median([beside(two, one) for one, two in rounds])
    reached = mine.per_second >= GOAL
    return [base, replace(mine, goal=f"≥ {GOAL:,} letters/s", reached=reached)]


def _round(count: int) -> tuple[Figure, Figure]:
    told = list(letters(count, seed=time.time_ns()))
    path = databases.HOME.parent / "letters.csv"
    _write(path, told)
    base = _figure("import: COPY of the texts", count, lambda: _copy(told))
    return base, _figure("import: all rules", count, lambda: _import(path, count))


def _write(path: Path, told: list[Intake]) -> None:
    mark = time.time_ns()
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("message_id", "author", "subject", "body", "posted_at"))
        for n, one in enumerate(told):
            body = f"{one.description}联系电话{one.phone}"
            rows.writerow((f"{mark}-{n}", one.account, one.description[:20], body, ""))


def _figure(name: str, count: int, work: Callable[[], None]) -> Figure:
    began, before = time.perf_counter(), _cpu()
    work()
    took, spent = time.perf_counter() - began, _cpu() - before
    return Figure(name, count / took, cpu_ms=spent * 1000 / count)


def _cpu() -> float:
    """Of PostgreSQL, of this process and of those that it started and that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    own = sum(one.ru_utime + one.ru_stime for one in used)
    return own + cpu_seconds([databases.server()])


def _copy(told: list[Intake]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY bare.complaint (number, state, received_at, phone, description) FROM STDIN"
        ) as copy,
    ):
        mark = f"C{time.time_ns() % 10**12}"
        for n, one in enumerate(told):
            copy.write_row((f"{mark}-{n}", "RECEIVED", "now", one.phone, one.description))


def _import(path: Path, count: int) -> None:
    words = ["import", "messages", str(path), "--region", "440800", "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "jiesu.config.main", *words, "--processes", str(PROCESSES)],
        env=os.environ,
        check=True,
        capture_output=True,
    )
    created = msgspec.json.decode(done.stdout)["created"]
    if created != count:
        raise SystemExit(f"only {created} of {count} letters were taken in")
