"""The tables of the bare Django, laid from the cases of the database at hand."""

from pathlib import Path

from django.db import connection

_STATEMENTS = (Path(__file__).parent / "bare" / "lay.sql").read_text(encoding="utf-8")


def lay() -> None:
    """The same cases and entries, in three plain tables with the indexes that their views need."""
    with connection.cursor() as cursor:
        for statement in _STATEMENTS.split(";\n"):
            cursor.execute(statement)
