"""Folds ledger entries into the rows derived from them; live moves and ``rebuild`` share it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from jiesu.cases.flow import ENDED
from jiesu.cases.models import Case, Entry, Part, Proceeding
from jiesu.cases.models.quick import made
from jiesu.cases.particulars import show_particulars
from jiesu.cases.said import Said
from jiesu.cases.waiting import note_wait

_ENDED_PROCEEDING = frozenset({"DONE", "CANCELLED", "CONVERTED_TO_OUTAGE", "CLOSED"})
_MOMENTS = frozenset({"received_at", "closed_at"})


@dataclass(slots=True)
class World:
    """A case with the rows that its ledger derives beside it."""

    case: Case
    proceedings: dict[str, Proceeding] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)


def derivation(said: Said) -> dict[str, Any]:
    """The part of ``said`` that rows are folded from, as it stands in the entry's facts."""
    told = {
        "change": said.change,
        "record": said.record,
        "add": said.add,
        "parts": [list(pair) for pair in said.parts],
        "ends": said.ends,
        "opens": [asdict(opening) for opening in said.opens],
        "on_case": said.on_case,
        "reaches": said.reaches,
    }
    return {name: value for name, value in told.items() if value}


def fold(world: World, entry: Entry, secret: dict[str, Any] | None) -> None:
    """Apply ``entry`` (its ``secret`` unsealed, None if erased) to ``world``."""
    case, derived = world.case, entry.facts.get("derived", {})
    row: Case | Proceeding = case
    if entry.proceeding:
        row = world.proceedings[entry.proceeding]
    _apply(row, derived)
    case.record = {**case.record, **derived.get("on_case", {})}
    _open(world, derived.get("opens", ()), entry)
    _cast(world, derived, entry)
    if secret is not None:
        show_particulars(case, secret)
    if entry.to_state:
        _reach(case, row, entry.to_state, entry)
    for number, state in derived.get("reaches", {}).items():
        _reach(case, world.proceedings[number], state, entry)
    case.seq, case.head = entry.seq, entry.hash
    note_wait(case, entry)


def _apply(row: Case | Proceeding, derived: dict[str, Any]) -> None:
    for column, value in derived.get("change", {}).items():
        moment = column in _MOMENTS and isinstance(value, str)
        setattr(row, column, datetime.fromisoformat(value) if moment else value)
    if "record" in derived:
        row.record = {**row.record, **derived["record"]}
    for name, item in derived.get("add", {}).items():
        row.record = {**row.record, name: [*row.record.get(name, ()), item]}


def _open(world: World, openings: Iterable[dict[str, Any]], entry: Entry) -> None:
    for told in openings:
        proceeding = Proceeding(case_id=world.case.id, opened_at=entry.at, **told)
        world.proceedings[proceeding.number] = proceeding
        _note(world.case, proceeding)


def _cast(world: World, derived: dict[str, Any], entry: Entry) -> None:
    ending = set(derived.get("ends", ()))
    for part in world.parts:
        if part.part in ending and part.until is None:
            part.until = entry.seq
    for name, staff_id in derived.get("parts", ()):
        world.parts.append(
            made(Part, case_id=world.case.id, staff_id=staff_id, part=name, since=entry.seq)
        )


def _reach(case: Case, row: Case | Proceeding, state: str, entry: Entry) -> None:
    row.state = state
    if isinstance(row, Proceeding):
        row.closed_at = entry.at if state in _ENDED_PROCEEDING else None
        _note(case, row)
    else:
        row.closed_at = (row.closed_at or entry.at) if state in ENDED else None


def _note(case: Case, proceeding: Proceeding) -> None:
    """Keep the states of all proceedings on the case: guards and lists read them there."""
    noted = {**case.record.get("proceedings", {})}
    noted[proceeding.number] = [proceeding.machine, proceeding.state]
    case.record = {**case.record, "proceedings": noted}
