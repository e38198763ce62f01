"""Stores drafts: one statement, one round trip, one transaction, for one draft or a thousand.

Rows travel as one JSON text a table: measured against arrays, COPY and plain values it costs the
client and PostgreSQL least, for one draft as for five hundred (docs/decisions).
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from django.db.models import BinaryField

from jiesu.cases.intake.compose import Draft
from jiesu.cases.models import Case, Entry, Message, Part, Proceeding, PromiseRow
from jiesu.kit.statements import fetch

_encode = msgspec.json.Encoder().encode


class _Table:
    """One INSERT of a model's columns from a JSON text, without the key that is generated."""

    def __init__(self, model: type[Any], *, keyed: bool = False) -> None:
        meta = model._meta  # noqa: SLF001 - Django's documented Model._meta
        fields = [field for field in meta.concrete_fields if keyed or not field.primary_key]
        names = ", ".join(f'"{field.column}"' for field in fields)
        self._bytes = [field.attname for field in fields if isinstance(field, BinaryField)]
        self.sql = (
            f"INSERT INTO {meta.db_table} ({names}) "  # noqa: S608 - names come from the models
            f"SELECT {names} FROM json_populate_recordset(NULL::{meta.db_table}, %s)"
        )

    def text(self, rows: Iterable[Any]) -> str:
        """The rows as the JSON text that the statement reads; what is no column it passes over."""
        return _encode([self._told(row) for row in rows]).decode()

    def _told(self, row: Any) -> Any:
        """A row of a model by its columns, bytes as PostgreSQL reads them; a light one as it is."""
        if isinstance(row, msgspec.Struct):
            return row
        told = {**row.__dict__, "_state": None}
        for name in self._bytes:
            if (value := told[name]) is not None:
                told[name] = "\\x" + value.hex()
        return told


_CASE = _Table(Case, keyed=True)
_ENTRY = _Table(Entry)
_PART = _Table(Part)
_PROMISE = _Table(PromiseRow)
_MESSAGE = _Table(Message)
_WRITE = f"""
WITH cases AS ({_CASE.sql}), entries AS ({_ENTRY.sql}), parts AS ({_PART.sql}),
     promises AS ({_PROMISE.sql}), messages AS ({_MESSAGE.sql}),
     words AS (INSERT INTO cases_searchtext (case_id, words)
               SELECT id, array_to_tsvector(string_to_array(words, ' '))
                 FROM json_to_recordset(%s) AS told(id bigint, words text))
SELECT pg_notify('jiesu_clock', first) FROM (SELECT %s AS first) AS told
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
    words = [{"id": draft.case.id, "words": " ".join(draft.words)} for draft in drafts]
    params = [
        _CASE.text(draft.case for draft in drafts),
        _ENTRY.text(entry for draft in drafts for entry in draft.entries),
        _PART.text(part for draft in drafts for part in draft.parts),
        _PROMISE.text(promise for draft in drafts for promise in draft.promises),
        _MESSAGE.text(message for draft in drafts for message in draft.messages),
        _encode(words).decode(),
        _first_alarm(drafts),
    ]
    fetch(_WRITE, params)
    opened = [row for draft in drafts for row in draft.proceedings.values()]
    if opened:
        Proceeding.objects.bulk_create(opened)


def _first_alarm(drafts: Sequence[Draft]) -> str | None:
    moments = [row.alarm_at for draft in drafts for row in draft.promises if row.alarm_at]
    return min(moments).isoformat() if moments else None
