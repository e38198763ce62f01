"""Sealing again under the active key: every sealed column of the installation, in batches."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from jiesu.kit.keyring import KeyMissingError, ring_at_home
from jiesu.kit.rings import out_of_rings
from jiesu.kit.sealed import NotSealedError, header_of, seal, unseal

_BATCH = 500


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of sealed values: where ``jiesu keys rotate`` must go."""

    table: str
    pk: str
    """A column that orders the table's rows without ties."""
    column: str


@dataclass(frozen=True, slots=True)
class SealedInJson:
    """Sealed values written as base64 inside a JSON column of another's table, few in number."""

    table: str
    pk: str
    column: str
    names: tuple[str, ...]
    """Keys of the JSON object that hold sealed values."""


Sealed = SealedColumn | SealedInJson
_columns: list[Sealed] = []


def register(*columns: Sealed) -> None:
    """Tell which columns hold sealed values; each floor does so beside its models."""
    _columns.extend(column for column in columns if column not in _columns)


def registered() -> tuple[Sealed, ...]:
    """Return all sealed columns of the installation."""
    return tuple(_columns)


def reseal(column: Sealed, *, batch: int = _BATCH, lost: list[str] | None = None) -> int:
    """Seal the column's values under the active key and return how many were old.

    Each batch is a transaction of its own and rows already done are passed over, so the work
    may be broken off and begun again at any time, and goes on beside everything else: a batch that
    met a move in a ring of waiting is done again. A value that does not open stays as it is and
    is named in ``lost``.
    """
    lost = [] if lost is None else lost
    if isinstance(column, SealedInJson):
        return _reseal_json(column, lost)
    done, last = 0, None
    while rows := _old_rows(column, after=last, batch=batch):
        renewed = list(_opened(column, rows, lost))
        done += out_of_rings(partial(_write, column, renewed))
        last = rows[-1][0]
    return done


def _opened(
    column: SealedColumn, rows: list[tuple[Any, bytes]], lost: list[str]
) -> Iterator[tuple[bytes, Any, bytes]]:
    """What each row becomes, which row it is, and what it was."""
    for pk, old in rows:
        try:
            yield seal(unseal(bytes(old))), pk, old
        except (KeyMissingError, NotSealedError) as fault:
            lost.append(f"{column.table} {pk}: {fault}")


@transaction.atomic
def _write(column: SealedColumn, renewed: list[tuple[bytes, Any, bytes]]) -> int:
    done = 0
    with connection.cursor() as cursor:
        for row in renewed:
            cursor.execute(_renew(column), row)
            done += cursor.rowcount
    return done


def _reseal_json(column: SealedInJson, lost: list[str]) -> int:
    done = 0
    with connection.cursor() as cursor:
        query = sql.SQL("SELECT {pk}, {column}::text FROM {table} ORDER BY {pk}")
        cursor.execute(query.format(**_names(column)))
        rows: list[tuple[Any, str]] = cursor.fetchall()
        for pk, old in rows:
            told = json.loads(old)
            try:
                new = told | {n: _renewed(told[n]) for n in column.names if n in told}
            except (KeyMissingError, NotSealedError, ValueError) as fault:
                lost.append(f"{column.table} {pk}: {fault}")
                continue
            if new != told:
                cursor.execute(_renew_json(column), (json.dumps(new), pk, old))
                done += cursor.rowcount
    return done


def _renewed(written: str) -> str:
    """The same value under the active key; unchanged if it is already."""
    token = b64decode(written)
    if token.startswith(header_of(ring_at_home().active)):
        return written
    return b64encode(seal(unseal(token))).decode()


def _renew_json(column: SealedInJson) -> sql.Composed:
    return sql.SQL(
        "UPDATE {table} SET {column} = %s::jsonb WHERE {pk} = %s AND {column} = %s::jsonb"
    ).format(**_names(column))


def _old_rows(column: SealedColumn, *, after: Any, batch: int) -> list[tuple[Any, bytes]]:
    header = header_of(ring_at_home().active)
    bound = sql.SQL("TRUE") if after is None else sql.SQL("{} > %s").format(_name(column.pk))
    query = sql.SQL(
        "SELECT {pk}, {column} FROM {table} WHERE {bound} AND {column} IS NOT NULL"
        " AND substring({column} FROM 1 FOR 3) <> %s ORDER BY {pk} LIMIT %s"
    ).format(**_names(column), bound=bound)
    told = [] if after is None else [after]
    with connection.cursor() as cursor:
        cursor.execute(query, [*told, header, batch])
        rows: list[tuple[Any, bytes]] = cursor.fetchall()
    return rows


def _renew(column: SealedColumn) -> sql.Composed:
    """Only if the value is still the one we read: whoever changed it meanwhile sealed it anew."""
    return sql.SQL("UPDATE {table} SET {column} = %s WHERE {pk} = %s AND {column} = %s").format(
        **_names(column)
    )


def _names(column: Sealed) -> dict[str, sql.Identifier]:
    return {
        "table": _name(column.table),
        "pk": _name(column.pk),
        "column": _name(column.column),
    }


def _name(name: str) -> sql.Identifier:
    return sql.Identifier(name)
