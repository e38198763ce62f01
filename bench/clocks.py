"""How late the clock-keeper is: many open promises, so many of them falling due each second.

Lateness is the time from the moment an alarm fell to the end of the transaction that acted on it. A
third of the alarms are breaches, each with its ledger entry, most with a call up the ladder; the
others are warnings. The baseline claims plain rows the same way, at the same rate, and writes one
row for each: what it costs to notice anything at all.
"""

import multiprocessing
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any

import psutil
from django.db import connection, transaction

from bench import databases
from bench.clockground import BARE_CLAIM, BARE_LAY, FAR, lay
from bench.figures import Figure
from bench.plan import Plan
from bench.press import cpu_seconds
from jiesu.cases.alarms import Round
from jiesu.upkeep.keeper import clock_keeper

MOST_SECONDS = 2
_LEAD = timedelta(seconds=8)
_BATCH = 200
_PATIENCE = timedelta(seconds=60)


def measure(plan: Plan) -> list[Figure]:
    """The baseline for a third of the time, then one keeper as it ships."""
    with databases.empty():
        lay(plan.clocks, plan.rate, plan.falling)
        base = _bare(plan)
        first = _fall_from(datetime.now(UTC) + _LEAD)
        last = first + timedelta(seconds=plan.falling)
        with _keeper() as (keeper, process):
            before = cpu_seconds([process, databases.server()])
            while datetime.now(UTC) < last + _PATIENCE and _waiting(last):
                time.sleep(1)
            spent = cpu_seconds([process, databases.server()]) - before
            left = _waiting(last)
            keeper.send("end")
            late = keeper.recv()
    mine = _figure(
        f"clocks: {plan.clocks:,} open, {plan.rate} fall a second", late, spent, plan.falling
    )
    reached = mine.p99_ms is not None and mine.p99_ms <= MOST_SECONDS * 1000 and not left
    cpu = base.cpu_ms / mine.cpu_ms if base.cpu_ms and mine.cpu_ms else None
    goal = f"lateness p99 ≤ {MOST_SECONDS} s"
    return [base, replace(mine, errors=left, cpu=cpu, goal=goal, reached=reached)]


def _figure(name: str, late: list[float], spent: float, seconds: int) -> Figure:
    """Lateness in place of latency; what was left undone counts as an error."""
    told = sorted(late)

    def at(share: float) -> float:
        return 1000 * told[min(int(len(told) * share), len(told) - 1)]

    count = len(told)
    return Figure(name, count / seconds, at(0.5), at(0.99), 1000 * spent / count)


def _fall_from(first: datetime) -> datetime:
    """Move the alarms that are to fall, laid in 2100, so that the first falls at ``first``."""
    with connection.cursor() as cursor:
        told: dict[str, Any] = {"by": FAR - first, "until": FAR + timedelta(hours=12)}
        cursor.execute(
            "UPDATE cases_promiserow SET alarm_at = alarm_at - %(by)s, due_at = due_at - %(by)s,"
            " started_at = started_at - %(by)s WHERE alarm_at < %(until)s",
            told,
        )
    return first


def _waiting(until: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_promiserow WHERE alarm_at <= %s", [until])
        return int(cursor.fetchone()[0])


def _bare(plan: Plan) -> Figure:
    """The same rows without their meaning: claimed, noted and cleared, a batch a transaction."""
    seconds = max(plan.falling // 3, 2)
    first = datetime.now(UTC) + timedelta(seconds=3)
    last = first + timedelta(seconds=seconds)
    told: dict[str, Any] = {"by": FAR - first}
    with connection.cursor() as cursor:
        for statement in BARE_LAY:
            cursor.execute(statement, told)
    late: list[float] = []
    own = psutil.Process()
    before = cpu_seconds([own, databases.server()])
    while datetime.now(UTC) < last or len(late) < plan.rate * seconds:
        if not (fell := _claim(min(datetime.now(UTC), last))):
            time.sleep(0.02)
        late += [(datetime.now(UTC) - one).total_seconds() for one in fell]
    spent = cpu_seconds([own, databases.server()]) - before
    return _figure("clocks: bare claim and note", late, spent, seconds)


@transaction.atomic
def _claim(until: datetime) -> list[datetime]:
    with connection.cursor() as cursor:
        cursor.execute(BARE_CLAIM, [until, _BATCH])
        return [row[0] for row in cursor.fetchall()]


@contextmanager
def _keeper() -> Iterator[tuple[Connection, psutil.Process]]:
    """The clock-keeper in a process of its own; told to end, it answers how late each alarm was."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=keep, args=(theirs,))
    process.start()
    ours.recv()
    yield ours, psutil.Process(process.pid)
    process.join()


def keep(pipe: Connection) -> None:
    """Run the product's own loop until told to end."""
    late: list[float] = []

    def told(done: Round) -> None:
        written = datetime.now(UTC)
        late.extend((written - fell).total_seconds() for _, fell in done.acted)

    keeper = clock_keeper(told)
    loop = threading.Thread(target=keeper.run)
    loop.start()
    pipe.send("ready")
    pipe.recv()
    keeper.end()
    loop.join()
    pipe.send(late)
