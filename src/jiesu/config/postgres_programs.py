"""PostgreSQL's own programs (psql, pg_dump, pg_restore), run on the database in use."""

import os
import shutil
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection

from jiesu.config import embedded

_OF_DEBIAN = Path("/usr/lib/postgresql")


def addressed() -> dict[str, str]:
    """The environment by which libpq finds the database in use."""
    told = settings.DATABASES["default"]
    environ = {
        "PGHOST": told["HOST"],
        "PGPORT": told["PORT"],
        "PGUSER": told["USER"],
        "PGPASSWORD": told["PASSWORD"],
        "PGDATABASE": told["NAME"],
    }
    return {**os.environ, **{name: str(value) for name, value in environ.items() if value}}


def program(name: str) -> str:
    """Where ``name`` is: beside the server's own version, else as the wheel brings it.

    A newer pg_restore says words that an older server does not know, so the version matters.
    """
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        major = int(cursor.fetchone()[0]) // 10_000
    beside = _OF_DEBIAN / str(major) / "bin" / name
    for found in (beside, embedded.binaries() / name):
        if found.exists():
            return str(found)
    return shutil.which(name) or name


def run_program(name: str, *words: str) -> None:
    """Run one to its end.

    Raises RuntimeError with what it said.
    """
    line = [program(name), "--no-password", *words]
    done = subprocess.run(line, env=addressed(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{name} 未能完成:\n{done.stderr.strip()}")
