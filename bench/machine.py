"""Where and when it was measured: without that a figure says nothing."""

import os
import platform
import sys
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
        f" Python {platform.python_version()}{_built()}, Django {django.__version__},"
        f" PostgreSQL {postgres}, fsync on, client on the same cores;"
        f" HTTP: 32 connections unless told otherwise,"
        f" {plan.seconds} s warm, median of {plan.rounds}"
    )


def _built() -> str:
    """Whose Python it is: one built by hand may be a fifth slower (docs/decisions/0154)."""
    return " of the system" if sys.base_prefix == "/usr" else " not of the system"


def _model() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or "unknown"
