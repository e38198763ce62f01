"""Stores drafts: one statement, one round trip, one transaction, for one draft or a thousand.

Rows travel as one JSON text a table, documents in a text beside it, and promises that are alike
once: measured against arrays, COPY and plain values JSON costs the client and PostgreSQL least,
for one draft as for five hundred (docs/decisions/0155).
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from django.db.models import BinaryField, JSONField
from psycopg.types.json import Json, Jsonb

from jiesu.cases.clocks import Columns, Outlook
from jiesu.cases.intake.compose import Draft
from jiesu.cases.models import Case, Entry, Message, Part, Proceeding
from jiesu.kit.statements import fetch

_encode = msgspec.json.Encoder().encode


def _text(rows: list[Any]) -> Json:
    """The rows as one JSON text, handed to the connection as the bytes it is written in."""
    return Json(rows, dumps=_encode)


class _Table:
    """One INSERT of a model's columns from JSON texts, without the key that is generated.

    Documents within a row travel apart from it: read out of the row, PostgreSQL would go through
    each of them once more.
    """

    def __init__(self, model: type[Any], *, keyed: bool = False) -> None:
        meta = model._meta  # noqa: SLF001 - Django's documented Model._meta
        fields = [field for field in meta.concrete_fields if keyed or not field.primary_key]
        self._bytes = [field.attname for field in fields if isinstance(field, BinaryField)]
        self._documents = [field.attname for field in fields if isinstance(field, JSONField)]
        columns = [one.column for one in fields if one.attname not in self._documents]
        rows = f"json_populate_recordset(NULL::{meta.db_table}, %s)"
        source, told = rows, columns
        if self._documents:
            source = f"ROWS FROM ({rows}, jsonb_array_elements(%s))"
            told = [*told, *(f"value -> {at}" for at in range(len(self._documents)))]
        self.sql = (
            f"INSERT INTO {meta.db_table} ({', '.join([*columns, *self._documents])}) "  # noqa: S608 - names come from the models
            f"SELECT {', '.join(told)} FROM {source}"
        )

    def texts(self, rows: Iterable[Any]) -> list[Json | Jsonb]:
        """The rows as the statement reads them; what is no column it passes over."""
        documents: list[list[Any]] = []
        told = _text([self._told(row, documents) for row in rows])
        return [told, Jsonb(documents, dumps=_encode)] if self._documents else [told]

    def _told(self, row: Any, documents: list[list[Any]]) -> dict[str, Any]:
        """A row by its columns, bytes as PostgreSQL reads them; its documents are put apart."""
        told = {**row.__dict__, "_state": None}
        for name in self._bytes:
            if (value := told[name]) is not None:
                told[name] = "\\x" + value.hex()
        if self._documents:
            documents.append([told.pop(name) for name in self._documents])
        return told


_CASE = _Table(Case, keyed=True)
_ENTRY = _Table(Entry)
_PART = _Table(Part)
_PROMISED = ", ".join(Columns.__struct_fields__[1:])
_MESSAGE = _Table(Message)
_WRITE = f"""
WITH cases AS ({_CASE.sql}), entries AS ({_ENTRY.sql}), parts AS ({_PART.sql}),
     messages AS ({_MESSAGE.sql}),
     told AS MATERIALIZED (
         SELECT * FROM json_to_recordset(%s) AS t(id bigint, words text, outlook bigint)),
     promises AS (INSERT INTO cases_promiserow (case_id, {_PROMISED})
                  SELECT told.id, {_PROMISED}
                    FROM json_populate_recordset(NULL::cases_promiserow, %s) AS alike
                    JOIN told ON told.outlook = alike.case_id),
     words AS (INSERT INTO cases_searchtext (case_id, words)
               SELECT id, array_to_tsvector(string_to_array(words, ' ')) FROM told)
SELECT pg_notify('jiesu_clock', first) FROM (SELECT %s AS first) AS soonest
 WHERE first::timestamptz < coalesce(
       (SELECT alarm_at FROM cases_promiserow WHERE alarm_at > now() + interval '1 minute'
         ORDER BY alarm_at LIMIT 1), 'infinity')
"""  # noqa: S608 - built from the models' own names


def write(drafts: Sequence[Draft]) -> None:
    """Store all of ``drafts`` or none, and tell the clock-keeper when the first alarm is due.

    Nobody is told while an earlier alarm lies ahead: the keeper wakes for that one and looks again.
    A NOTIFY makes commits wait for each other. What falls within the minute counts as no alarm
    ahead, because the keeper may be looking past it already.
    """
    looks = {draft.outlook: at for at, draft in enumerate(drafts)}
    told = [
        {"id": draft.case.id, "words": draft.words, "outlook": looks[draft.outlook]}
        for draft in drafts
    ]
    params = [
        *_CASE.texts(draft.case for draft in drafts),
        *_ENTRY.texts(entry for draft in drafts for entry in draft.entries),
        *_PART.texts(part for draft in drafts for part in draft.parts),
        *_MESSAGE.texts(message for draft in drafts for message in draft.messages),
        _text(told),
        _text([row for outlook, at in looks.items() for row in outlook.rows_of(at)]),
        _first_alarm(looks),
    ]
    fetch(_WRITE, params)
    opened = [row for draft in drafts for row in draft.proceedings.values()]
    if opened:
        Proceeding.objects.bulk_create(opened)


def _first_alarm(outlooks: Iterable[Outlook]) -> str | None:
    moments = [row.alarm_at for one in outlooks for row in one.rows if row.alarm_at]
    return min(moments).isoformat() if moments else None
