"""What goes in and what comes out: a ledger entry as clocks see it, and a promise (§10)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import msgspec

from jiesu.rules.policies.pack import Layer


class Fact(msgspec.Struct, frozen=True):
    """One ledger entry; docs/ideas/clocks.md says which facts clocks read from which verb."""

    seq: int
    verb: str
    at: datetime
    facts: Mapping[str, Any]


class Timed(Protocol):
    """What alarms look at, in a promise as derived or in the row that stores it."""

    @property
    def started_at(self) -> datetime:
        """When it began to run."""

    @property
    def due_at(self) -> datetime:
        """When it is broken."""

    @property
    def stopped_at(self) -> datetime | None:
        """When it was kept or became pointless."""

    @property
    def paused_since(self) -> datetime | None:
        """Since when a pause is open."""

    @property
    def warn_at(self) -> Sequence[int]:
        """Percentages of its time at which to warn."""


class Promise(msgspec.Struct, frozen=True):
    """One clock of one pack, begun by one entry. (pack, clock, anchor) is unique in a case."""

    clock: str
    pack: str
    layer: Layer
    cycle: int
    """1, and one more for each reopening."""
    anchor: int
    """``seq`` of the entry that started it."""
    started_at: datetime
    due_at: datetime
    original_due_at: datetime
    """The due before pauses, extensions and mergers."""
    stopped_at: datetime | None
    stop_seq: int | None
    provisional: bool
    """A day that decided the due is not official yet (C2)."""
    paused_since: datetime | None
    """Since when a pause is open. ``due_at`` then supposes that it lasts to its cap."""
    paused_total: timedelta
    """What ended pauses gave, never more than the cap."""
    warn_at: tuple[int, ...]
    binding: bool
    clause: str
    rule: str
    """Name of the rule within the pack."""
    extensions: int

    @property
    def running(self) -> bool:
        """Whether nothing has stopped it yet."""
        return self.stopped_at is None

    def broken(self, now: datetime) -> bool:
        """Whether it was late when it stopped, or is late ``now``."""
        return (self.stopped_at or now) > self.due_at
