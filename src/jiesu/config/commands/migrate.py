"""Bring the database to the shape that this version expects."""

import argparse
import json

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

NEEDS_DATABASE = True
_LOCK = 0x4A49455355  # "JIESU": one migration at a time, from however many machines


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take how to tell what was done."""
    parser.add_argument("--json", action="store_true", help="tell the migrations made as JSON")


def run(args: argparse.Namespace) -> None:
    """Make the missing migrations; a second caller waits for the first and finds nothing to do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        made = _missing()
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    _tell(made, as_json=args.json)


def _missing() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def _tell(made: list[str], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(made))
        return
    for name in made:
        print(name)
    print(f"数据库结构已是最新（本次执行 {len(made)} 项）。")
