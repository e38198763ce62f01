"""What an action says: facts to remember and what follows from them, nothing written yet."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec


class Letter(msgspec.Struct):
    """A message to send: template of §19, its own values (common ones are added), its readers."""

    template: str
    values: dict[str, str] = {}
    readers: tuple[str, ...] = ("user",)
    dues: dict[str, str] = {}
    """Values that are the due of a clock as it stands after the entry: value → clock."""


@dataclass(slots=True)
class Opening:
    """A proceeding that the entry opens: its machine, first state, unit and record."""

    machine: str
    number: str
    state: str
    unit_id: int | None = None
    assignee_id: int | None = None
    record: dict[str, Any] = field(default_factory=dict)


class Said(msgspec.Struct):
    """The outcome of an action. ``moves`` turns it into one ledger entry and its consequences.

    facts: plain JSON without personal data; read by clocks, timelines, figures.
    change: columns of the row moved (the case, or its proceeding).
    record: entries of the row's ``record`` to replace. ``add``: items to append to its lists.
    parts / ends: parts given to staff, parts that end.
    secret: personal data and free text, sealed into the entry.
    to: the state reached, where the flow table leaves a choice.
    on_case: entries of the case's record, where the verb moves one of its proceedings.
    reaches: states of proceedings that follow from a verb of the case: number → state.
    """

    facts: dict[str, Any] = {}
    change: dict[str, Any] = {}
    record: dict[str, Any] = {}
    add: dict[str, Any] = {}
    parts: list[tuple[str, int]] = []
    ends: list[str] = []
    opens: list[Opening] = []
    secret: dict[str, Any] = {}
    to: str = ""
    on_case: dict[str, Any] = {}
    reaches: dict[str, str] = {}
    letters: list[Letter] = []
    happened_at: datetime | None = None
    """When the thing happened, if earlier than it is written; the entry is never back-dated."""
    then: list[tuple[str, "Said"]] = []
    """Verbs that follow at once, each with an entry of its own (dispatch opens an order)."""
    elsewhere: list[tuple[str, str, "Said"]] = []
    """Entries in the ledgers of other cases: number, verb, what is said there (merge)."""
    events: list[object] = []
    """Published after the entry is written, inside the same transaction."""
