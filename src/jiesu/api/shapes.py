"""What the API gives besides the sheets of ``cases.reading``."""

from datetime import datetime

import msgspec

from jiesu.cases.reading import Line, Row


class Moved(msgspec.Struct, omit_defaults=True):
    """A move that was made: its line in the ledger."""

    number: str
    version: int
    """Send it as If-Match with the next move."""
    entry: Line
    waiting: bool = False
    """True: a second person has to approve; the entry is the request."""
    revealed: dict[str, str] | msgspec.UnsetType = msgspec.UNSET
    """What was asked to be shown in full, this once (verb reveal)."""


class PageShape(msgspec.Struct):
    """A page of a list."""

    complaints: list[Row]
    next: str | None
    """Send it as ``after`` to get the next page; null on the last one."""


class Explained(msgspec.Struct):
    """A promise and how its due date came about."""

    clock: str
    title_zh: str
    title_en: str
    pack: str
    layer: str
    clause: str
    cycle: int
    started_at: datetime
    due_at: datetime
    original_due_at: datetime
    stopped_at: datetime | None
    paused_since: datetime | None
    provisional: bool
    binding: bool
    overdue: bool
    because: tuple[str, ...]
    """Sentences in the reader's language, in the order in which one would reckon."""


class Promises(msgspec.Struct):
    """All promises of a complaint, each explained."""

    number: str
    promises: list[Explained]
