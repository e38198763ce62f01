"""One statement on the measured paths: results in binary, without the layers of Django's cursor."""

import re
import select
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

_PLACE = re.compile(r"%s")
_CODE = re.compile(r"[A-Za-z_]+")


def fetch(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> list[Any]:
    """Run ``sql`` on Django's own connection and return its rows.

    Django reads moments as text, in Python; in binary they cost a fifth. Errors are Django's. Where
    somebody counts statements (a test, a debugger) Django's cursor runs it and tells.
    """
    own = connections[DEFAULT_DB_ALIAS]
    own.ensure_connection()
    if own.queries_logged:
        with own.cursor() as logged:
            logged.execute(sql, values)
            return list(logged.fetchall())
    with own.wrap_database_errors, own.connection.cursor(binary=True) as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def connected() -> bool:
    """Whether this thread has a connection that the server has not ended, as far as one hears.

    Between statements a server says nothing but its farewell; looking costs no round trip.
    """
    own = connections[DEFAULT_DB_ALIAS].connection
    if own is None or own.closed:
        return False
    listener = select.poll()
    listener.register(own.fileno(), select.POLLIN)
    return not listener.poll(0)


def codes_in_place(sql: str, values: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
    """The same statement with the house's own codes (``accused``, ``order``) written into it.

    A plan that is kept knows only what stands in the statement: how rare a code is, is worth it.
    Only for what the program says itself; a value that is a code is made of letters and ``_``.
    """
    rest = iter(values)
    kept: list[Any] = []

    def placed(_: re.Match[str]) -> str:
        value = next(rest)
        if isinstance(value, str) and _CODE.fullmatch(value):
            return f"'{value}'"
        kept.append(value)
        return "%s"

    return _PLACE.sub(placed, sql), tuple(kept)
