"""Where and when it was measured: without that a figure says nothing."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

import django
import psutil
from django.db import connection

from bench import databases
from bench.plan import Plan


def told(plan: Plan) -> str:
    """The day, the machine, its other load, the versions, the size of the run."""
    with databases.on("postgres"), connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgres = cursor.fetchone()[0]
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"{datetime.now(UTC):%Y-%m-%d}; {psutil.cpu_count()} cores ({_model()}),"
        f" {psutil.virtual_memory().total >> 30} GiB, load before {load};"
        f" Python {platform.python_version()}, Django {django.__version__}, PostgreSQL {postgres},"
        f" fsync on, client on the same cores; HTTP: 32 connections unless told otherwise,"
        f" {plan.seconds} s warm, median of {plan.rounds}"
    )


def _model() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or "unknown"
