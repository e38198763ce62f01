"""Many rows in one statement: INSERT and UPDATE whose columns are told as arrays."""

from collections.abc import Sequence
from typing import Any

import msgspec

_JSON = msgspec.json.Encoder().encode
_TYPES = {
    "BigAutoField": "bigint",
    "BigIntegerField": "bigint",
    "IntegerField": "int",
    "ForeignKey": "bigint",
    "CharField": "text",
    "TextField": "text",
    "BinaryField": "bytea",
    "DateTimeField": "timestamptz",
    "BooleanField": "boolean",
    "JSONField": "jsonb",
}


class _Columns:
    """Fields of a model, told to PostgreSQL as one array each."""

    def __init__(self, fields: Sequence[Any]) -> None:
        self._fields = [(f.attname, f.get_internal_type() == "JSONField") for f in fields]
        self.names = [f'"{field.column}"' for field in fields]
        self.arrays = ", ".join(f"%s::{_cast(field)}" for field in fields)
        self.aliases = ", ".join(f"c{n}" for n in range(len(fields)))
        self.made = [
            f"c{n}::jsonb" if is_json else f"c{n}" for n, (_, is_json) in enumerate(self._fields)
        ]

    def values(self, rows: Sequence[Any]) -> list[list[Any]]:
        """One list a column."""
        return [
            [_JSON(getattr(row, name)).decode() if is_json else getattr(row, name) for row in rows]
            for name, is_json in self._fields
        ]


class Insertion(_Columns):
    """INSERT of a model's columns, but for ``skip``."""

    def __init__(self, model: type[Any], skip: tuple[str, ...] = ("id",), tail: str = "") -> None:
        super().__init__([f for f in model._meta.concrete_fields if f.name not in skip])  # noqa: SLF001 - Django's documented Model._meta
        self.sql = (
            f"INSERT INTO {model._meta.db_table} ({', '.join(self.names)}) "  # noqa: S608, SLF001 - names come from the models
            f"SELECT {', '.join(self.made)} FROM unnest({self.arrays}) AS t({self.aliases}) {tail}"
        )


class Change(_Columns):
    """UPDATE of the columns ``changed`` of the rows found by ``id``."""

    def __init__(self, model: type[Any], *changed: str) -> None:
        super().__init__([model._meta.get_field(name) for name in ("id", *changed)])  # noqa: SLF001 - Django's documented Model._meta
        pairs = zip(self.names[1:], self.made[1:], strict=True)
        told = ", ".join(f"{name} = t.{value}" for name, value in pairs)
        self.sql = (
            f"UPDATE {model._meta.db_table} AS r SET {told} "  # noqa: S608, SLF001 - names come from the models
            f"FROM unnest({self.arrays}) AS t({self.aliases}) WHERE r.id = t.c0"
        )


def _cast(field: Any) -> str:
    kind = field.get_internal_type()
    return "text[]" if kind == "JSONField" else f"{_TYPES[kind]}[]"
