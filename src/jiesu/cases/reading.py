"""Measured reads: one case, a page of cases, its ledger (design 5); all masked (§18).

Every statement here is one round trip. Who sees what is said once, by ``sight``: its condition is
compiled to SQL and kept for a minute, because building a query costs more than running it.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

import msgspec
from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection

from jiesu.cases.covering import covering, covering_of
from jiesu.cases.masking import revealed, shown_to
from jiesu.cases.models import Case
from jiesu.cases.parts import parts_sql
from jiesu.cases.sight import sight_of_own
from jiesu.cases.untold import (
    decoded,
    with_prose_covered,
    without_labels,
    without_quality,
    without_scores,
)
from jiesu.kit.masks import mask_text
from jiesu.kit.statements import codes_in_place, fetch
from jiesu.people.actor import Actor

PAGE = 50
"""Cases a page."""
_TRUST_FOR = 60
"""Seconds for which a compiled condition is used again."""


class Row(msgspec.Struct, frozen=True):
    """A case as a list shows it. ``version`` is the number of its ledger entries."""

    number: str
    state: str
    case_type: str
    channel: str
    category: str
    priority: str
    region: str
    owner_id: int | None
    subject: str
    received_at: datetime
    next_due_at: datetime | None
    next_due_clock: str
    closed_at: datetime | None
    version: int


class Line(msgspec.Struct, frozen=True):
    """An entry of the ledger, without what it keeps sealed."""

    seq: int
    verb: str
    at: datetime
    by_kind: str
    by: str | None
    """Name of the member of staff."""
    machine: str
    proceeding: str
    to_state: str
    facts: dict[str, Any]
    hash: str


class Owed(msgspec.Struct, frozen=True):
    """A promise as it stands (§10)."""

    clock: str
    pack: str
    layer: str
    cycle: int
    started_at: datetime
    due_at: datetime
    original_due_at: datetime
    stopped_at: datetime | None
    paused_since: datetime | None
    provisional: bool
    binding: bool
    """Whether it is promised to the outside; else it only warns."""


class Sent(msgspec.Struct, frozen=True):
    """A message on its way or delivered: where it went, not what it says."""

    template: str
    carrier: str
    reader: str
    to: str
    subject: str
    written_at: datetime
    delivered_at: datetime | None
    refused_at: datetime | None


class Sheet(msgspec.Struct, omit_defaults=True):
    """One case in full, personal data masked."""

    number: str
    state: str
    case_type: str
    channel: str
    external_source: str
    external_no: str
    region: str
    rural: bool
    organisation_id: int
    owner_id: int | None
    category: str
    priority: str
    identity_level: str
    subject: str
    description: str
    desired_outcome: str
    customer: dict[str, str]
    """Name, phone, address … of the complainant, each masked."""
    record: dict[str, Any]
    """What else is known, by code: suggestion, finding, proposal, requests; it may grow."""
    packs: list[list[str]]
    """Policy packs frozen on the case: code and digest."""
    cycle: int
    repeat_no: int
    outage: str
    """Number of the outage it is one of; empty if it stands alone."""
    received_at: datetime
    next_due_at: datetime | None
    next_due_clock: str
    closed_at: datetime | None
    version: int
    ledger: list[Line] | msgspec.UnsetType = msgspec.UNSET
    promises: list[Owed] | msgspec.UnsetType = msgspec.UNSET
    messages: list[Sent] | msgspec.UnsetType = msgspec.UNSET


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases a page is to hold; what is None does not matter."""

    states: tuple[str, ...] | None = None
    open: bool = True
    """Open cases by next deadline; otherwise ended ones, newest first."""
    owner_id: int | None = None
    category: str | None = None
    """A code or the beginning of one."""
    overdue_at: datetime | None = None
    """Only those whose next deadline fell before this moment."""
    after: "Place | None" = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the order is by ``due`` (None comes last), then ``id``."""

    due: datetime | None
    id: int


_ROW = tuple(Row.__struct_fields__)
_ROW_SQL = ", ".join("seq" if name == "version" else name for name in _ROW)
_JSON_COLUMNS = frozenset({"customer", "record", "packs"})
_COLUMNS = {"customer": "masked", "version": "seq"}
_SHEET = tuple(name for name in Sheet.__struct_fields__ if name not in
               {"ledger", "promises", "messages"})  # fmt: skip


def _column(name: str) -> str:
    column = f"cases_case.{_COLUMNS.get(name, name)}"
    return f"{column}::text" if name in _JSON_COLUMNS else column


_SHEET_SQL = ", ".join(map(_column, _SHEET))
_LINE_SQL = """
    SELECT json_build_object('seq', e.seq, 'verb', e.verb, 'at', e.at, 'by_kind', e.by_kind,
        'by', s.name, 'machine', e.machine, 'proceeding', e.proceeding, 'to_state', e.to_state,
        'facts', e.facts - 'derived', 'hash', encode(e.hash, 'hex')) AS line, e.seq
      FROM cases_entry e LEFT JOIN people_staff s ON s.id = e.by_staff_id
"""
_ONE_LINE = f"SELECT line::text FROM ({_LINE_SQL} WHERE e.case_id = %s AND e.seq = %s) AS lines"  # noqa: S608 - constants of this file
_PARTS = {
    "ledger": f"(SELECT json_agg(line ORDER BY seq)::text FROM ({_LINE_SQL}"  # noqa: S608 - constants of this file
    " WHERE e.case_id = cases_case.id) AS lines)",
    "promises": """(SELECT coalesce(json_agg(json_build_object('clock', p.clock, 'pack', p.pack,
        'layer', p.layer, 'cycle', p.cycle, 'started_at', p.started_at, 'due_at', p.due_at,
        'original_due_at', p.original_due_at, 'stopped_at', p.stopped_at,
        'paused_since', p.paused_since, 'provisional', p.provisional, 'binding', p.binding)
        ORDER BY p.due_at, p.clock, p.pack), '[]')::text
        FROM cases_promiserow p WHERE p.case_id = cases_case.id)""",
    "messages": """(SELECT coalesce(json_agg(json_build_object('template', m.template,
        'carrier', m.carrier, 'reader', m.reader, 'to', m.masked, 'subject', m.subject,
        'written_at', m.written_at, 'delivered_at', m.delivered_at, 'refused_at', m.refused_at)
        ORDER BY m.id), '[]')::text
        FROM cases_message m WHERE m.case_id = cases_case.id)""",
}
INCLUDED = tuple(_PARTS)
"""What a sheet may carry besides the case itself."""


def sheet(actor: Actor, number: str, include: Sequence[str] = ()) -> Sheet | None:
    """The case ``number`` as ``actor`` may see it; None for a stranger."""
    seen, told = sight_sql(actor)
    held, about = ("NULL", ()) if actor.staff_id is None else parts_sql(actor, "cases_case.id")
    rows = _sheets(f"number = %s AND {seen}", (*about, number, *told), include, held)
    return _bounded(actor, rows[0], include) if rows else None


def sheets(include: Sequence[str] = (), batch: int = 200) -> Iterator[Sheet]:
    """Every case, oldest first, a batch at a time."""
    last = -1
    while rows := _sheets(f"id > %s ORDER BY id LIMIT {batch:d}", (last,), include):
        for row in rows:
            found, (_held, _path, case_id, secret) = _sheet(row, include), row[-4:]
            yield _covered(found, mask_text, covering_of(secret, decoded(found.customer)))
            last = case_id


def _sheets(
    where: str, values: tuple[Any, ...], include: Sequence[str], held: str = "NULL"
) -> list[Any]:
    """Rows of sheets; last come the parts ``held``, the place, the id and what is sealed."""
    parts = "".join(f", {_PARTS[name]}" for name in include)
    columns = f"{_SHEET_SQL}{parts}, {held}, cases_case.unit_path, cases_case.id, cases_case.secret"
    return fetch(f"SELECT {columns} FROM cases_case WHERE {where}", values)  # noqa: S608 - built from constants and compiled conditions


def _sheet(row: Sequence[Any], include: Sequence[str]) -> Sheet:
    values: list[Any] = [
        msgspec.Raw(value.encode()) if name in _JSON_COLUMNS else value
        for name, value in zip(_SHEET, row, strict=False)
    ]
    found = Sheet(*values)
    for name, text in zip(include, row[len(_SHEET) :], strict=False):
        setattr(found, name, msgspec.Raw(text.encode()))
    return found


def _bounded(actor: Actor, row: Sequence[Any], include: Sequence[str]) -> Sheet:
    """The sheet as far as ``actor`` is shown it (§17)."""
    found = _sheet(row, include)
    held, unit_path, _case_id, secret = row[-4:]
    parts = frozenset({"complainant"} if actor.kind == "customer" else held or ())
    ended = found.closed_at is not None
    shown = shown_to(actor, unit_path=unit_path, parts=parts, ended=ended)
    known = covering_of(secret, decoded(found.customer), shown.plain)
    if shown.plain:
        in_full = revealed(secret, {}, sorted(shown.plain))
        found.customer = {**decoded(found.customer), **in_full}
    if not shown.scores:
        without_scores(found)
    if not shown.quality:
        shown = without_quality(found, shown)
    if not shown.labels:
        without_labels(found, shown, customer=actor.kind == "customer")
    return _covered(found, shown.cover, known)


def sheet_of(case: Case) -> Sheet:
    """The sheet of a case at hand."""
    values = [getattr(case, _COLUMNS.get(name, name)) for name in _SHEET]
    return _covered(Sheet(*values), mask_text, covering(case))


def line(case_id: int, seq: int) -> Line:
    """One entry of a ledger as ``include=ledger`` shows it."""
    rows = fetch(_ONE_LINE, (case_id, seq))
    return cast("Line", msgspec.Raw(rows[0][0].encode()))


def page(actor: Actor, wanted: Wanted, size: int = PAGE) -> tuple[list[Row], Place | None]:
    """A page of cases that ``actor`` sees, and the place after which the next one begins."""
    found = _queue(actor, wanted, size + 1) if wanted.open else _ended(actor, wanted, size + 1)
    rows = [Row(*row[1:]) for row in found[:size]]
    if len(found) <= size:
        return rows, None
    return rows, Place(rows[-1].next_due_at if wanted.open else None, found[size - 1][0])


def rows(actor: Actor, ids: Sequence[int]) -> list[Row]:
    """The cases ``ids`` in that order, as far as ``actor`` sees them."""
    seen, told = sight_sql(actor)
    sql = f"SELECT id, {_ROW_SQL} FROM cases_case WHERE id = ANY(%s) AND {seen}"  # noqa: S608 - the same
    found = {row[0]: Row(*row[1:]) for row in fetch(sql, (list(ids), *told))}
    return [found[one] for one in ids if one in found]


def _queue(actor: Actor, wanted: Wanted, size: int) -> list[Any]:
    """Open cases in the order of the partial indexes; those without a deadline come last."""
    after = wanted.after
    if after is None:
        return _select(actor, wanted, "closed_at IS NULL", (), "next_due_at, id", size)
    found: list[Any] = []
    if after.due is not None:
        where = "closed_at IS NULL AND (next_due_at, id) > (%s, %s)"
        place = (after.due, after.id)
        found = _select(actor, wanted, where, place, "next_due_at, id", size)
        wanted = replace(wanted, after=Place(None, -1))
    if len(found) < size and wanted.after and wanted.overdue_at is None:
        where = "closed_at IS NULL AND next_due_at IS NULL AND id > %s"
        rest = (wanted.after.id,)
        found += _select(actor, wanted, where, rest, "next_due_at, id", size - len(found))
    return found


def _ended(actor: Actor, wanted: Wanted, size: int) -> list[Any]:
    where, place = "closed_at IS NOT NULL", ()
    if wanted.after:
        where, place = f"{where} AND id < %s", (wanted.after.id,)  # type: ignore[assignment]  # a place more
    return _select(actor, wanted, where, place, "id DESC", size)


def _select(  # noqa: PLR0913, PLR0917 - the clauses of one statement
    actor: Actor, wanted: Wanted, where: str, place: tuple[Any, ...], order: str, size: int
) -> list[Any]:
    own = wanted.owner_id is not None and wanted.owner_id == actor.staff_id
    seen, told = sight_sql(actor, own=own)
    clauses, values = _clauses(wanted)
    condition = " AND ".join([where, *clauses, seen])
    sql = f"SELECT id, {_ROW_SQL} FROM cases_case WHERE {condition} ORDER BY {order} LIMIT {size:d}"  # noqa: S608 - the same
    return fetch(sql, (*place, *values, *told))


def _clauses(wanted: Wanted) -> tuple[list[str], list[Any]]:
    asked = {
        "owner_id = %s": wanted.owner_id,
        "state = ANY(%s)": list(wanted.states) if wanted.states else None,
        "starts_with(category, %s)": wanted.category,
        "next_due_at < %s": wanted.overdue_at,
    }
    kept = {clause: value for clause, value in asked.items() if value is not None}
    return list(kept), list(kept.values())


def sight_sql(actor: Actor, *, own: bool = False) -> tuple[str, tuple[Any, ...]]:
    """The condition of ``visible_to(actor)`` on cases_case, with its parameters.

    ``own``: the statement asks for nothing but what ``sight_of_own`` is about; the rest of the
    condition is left out, because planning it takes longer than reading the page.
    """
    return _sight_sql(actor, int(time.monotonic()) // _TRUST_FOR, own=own)


@lru_cache(maxsize=1024)
def _sight_sql(actor: Actor, _minute: int, *, own: bool) -> tuple[str, tuple[Any, ...]]:
    seen = Case.objects.filter(sight_of_own(actor)) if own else Case.objects.visible_to(actor)
    query = seen.query
    try:
        sql, params = query.get_compiler(connection=connection).compile(query.where)
    except FullResultSet:
        return "TRUE", ()
    except EmptyResultSet:
        return "FALSE", ()
    sql, values = codes_in_place(sql, params)
    return f"({sql})", values


def _covered(found: Sheet, cover: Callable[[str], str], known: Callable[[str], str]) -> Sheet:
    """The sheet with its texts as ``cover`` shows them, and without the particulars ``known``."""

    def covered(text: str) -> str:
        return cover(known(text))

    with_prose_covered(found, covered)
    found.subject = known(found.subject)
    found.description = covered(found.description)
    found.desired_outcome = covered(found.desired_outcome)
    return found
