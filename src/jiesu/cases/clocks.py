"""Keeps the rows of a case's promises as ``rules.clocks`` derives them from its ledger (§10)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import msgspec

from jiesu.cases.book import calendar, shelf
from jiesu.cases.dues import Dues
from jiesu.cases.models import Alarm, Case, Entry, PromiseRow
from jiesu.rules.clocks.alike import Heard, heard
from jiesu.rules.clocks.book import Book, open_book
from jiesu.rules.clocks.derive import derive, next_alarm
from jiesu.rules.clocks.promise import Fact, Promise
from jiesu.rules.policies.pack import PackRef
from jiesu.rules.policies.traits import Traits
from jiesu.rules.workdays.calendar import Calendar

Key = tuple[str, str, int]
"""Clock, pack and anchor: what makes a promise of one case the same promise."""


def traits_of(case: Case) -> Traits:
    """What packs look at when they decide whether they speak of this case (§6.2)."""
    return Traits(
        province=case.region[:2],
        city=case.region,
        rural=case.rural,
        channel=case.channel,
        external_source=case.external_source,
        category=case.category,
        priority=case.priority,
        case_type=case.case_type,
    )


def fact_of(entry: Entry) -> Fact:
    """The entry as the rules read it: dated when it happened, not when it was written."""
    facts = entry.facts
    happened = facts.get("happened_at")
    at = datetime.fromisoformat(happened) if happened else entry.at
    if changed := facts.get("derived", {}).get("change"):
        facts = {**facts, **changed}
    return Fact(entry.seq, entry.verb, at, facts)


def promises_of(case: Case, entries: Iterable[Entry]) -> tuple[Promise, ...]:
    """All promises of the case, stopped ones included, as its ledger and frozen packs say."""
    refs = tuple(PackRef(code, digest) for code, digest in case.packs)
    rules = shelf().rules_of(refs)
    return derive([fact_of(entry) for entry in entries], rules, Traits(), calendar())


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """What is promised to a case that has just begun, for whichever case it is."""

    promises: tuple[Promise, ...]
    rows: tuple["Columns", ...]
    """As a case stores them, without the case."""
    next_due: tuple[datetime | None, str]
    dues: Dues

    def rows_of(self, case_id: int) -> list["Columns"]:
        """The rows of the case ``case_id``."""
        return [msgspec.structs.replace(row, case_id=case_id) for row in self.rows]


NOTHING_PROMISED = Outlook((), (), (None, ""), Dues())


def outlook_of(case: Case, entries: Iterable[Entry]) -> Outlook:
    """All promises of a new case and their rows; derived once for cases alike to clocks."""
    book = open_book(shelf().rules_of(case.packs))
    return _outlook(heard(map(fact_of, entries), book), book, calendar())


@lru_cache(maxsize=512)
def _outlook(told: Heard, book: Book, days: Calendar) -> Outlook:
    promises = derive(told.facts, book.rules, Traits(), days)
    rows = tuple(columns_of(0, promise) for promise in promises)
    return Outlook(promises, rows, _next_due(promises), Dues(promises))


def heard_by_clocks(case: Case, verb: str) -> bool:
    """Whether an entry of ``verb`` may start, stop or revive a clock of the case."""
    return open_book(shelf().rules_of(case.packs)).hears(verb)


def refresh(case: Case, entries: Sequence[Entry]) -> tuple[Promise, ...]:
    """Bring the stored rows into line with the ledger and note the next deadline on the case."""
    promises = promises_of(case, entries)
    stored = {(r.clock, r.pack, r.anchor): r for r in PromiseRow.objects.filter(case=case)}
    acted = _acted(case) if stored else {}
    fresh = [row_of(case.id, promise, acted.get(key_of(promise), 0)) for promise in promises]
    _write([row for row in fresh if (row.clock, row.pack, row.anchor) not in stored], stored, fresh)
    note_next_due(case, promises)
    return promises


def key_of(promise: Promise) -> Key:
    """The key under which the promise is stored."""
    return (promise.clock, promise.pack, promise.anchor)


class Columns(msgspec.Struct):
    """A promise as its row stores it; light, for intake makes thousands (``PromiseRow``)."""

    case_id: int
    clock: str
    pack: str
    layer: str
    cycle: int
    anchor: int
    started_at: datetime
    due_at: datetime
    original_due_at: datetime
    stopped_at: datetime | None
    provisional: bool
    paused_since: datetime | None
    binding: bool
    warn_at: tuple[int, ...]
    alarm_at: datetime | None
    alarm_level: int | None


def columns_of(case_id: int, promise: Promise, acted_level: int = 0) -> Columns:
    """The columns of ``promise`` whose alarms up to ``acted_level`` were acted on."""
    alarm_at, alarm_level = next_alarm(promise, acted_level) or (None, None)
    return Columns(
        case_id,
        promise.clock,
        promise.pack,
        promise.layer.value,
        promise.cycle,
        promise.anchor,
        promise.started_at,
        promise.due_at,
        promise.original_due_at,
        promise.stopped_at,
        promise.provisional,
        promise.paused_since,
        promise.binding,
        promise.warn_at,
        alarm_at,
        alarm_level,
    )


def row_of(case_id: int, promise: Promise, acted_level: int = 0) -> PromiseRow:
    """The row for ``promise`` whose alarms up to ``acted_level`` were acted on."""
    told = msgspec.structs.asdict(columns_of(case_id, promise, acted_level))
    return PromiseRow(**{**told, "warn_at": list(promise.warn_at)})


def note_next_due(case: Case, promises: Iterable[Promise]) -> None:
    """Put the earliest open promise on the case: the one time that queues sort by."""
    case.next_due_at, case.next_due_clock = _next_due(promises)


def _next_due(promises: Iterable[Promise]) -> tuple[datetime | None, str]:
    running = [p for p in promises if p.stopped_at is None and p.paused_since is None]
    first = min(running, key=lambda p: (p.due_at, p.clock), default=None)
    return (first.due_at, first.clock) if first else (None, "")


_COLUMNS = (
    "layer", "cycle", "started_at", "due_at", "original_due_at", "stopped_at", "provisional",
    "paused_since", "binding", "warn_at", "alarm_at", "alarm_level",
)  # fmt: skip


def _acted(case: Case) -> dict[Key, int]:
    told = Alarm.objects.filter(case=case).order_by("level")
    return {(a.clock, a.pack, a.anchor): a.level for a in told}


def _write(new: list[PromiseRow], stored: dict[Key, PromiseRow], fresh: list[PromiseRow]) -> None:
    """Insert what is new, update what differs, remove what the ledger no longer says."""
    changed, wanted = [], set()
    for row in fresh:
        key = (row.clock, row.pack, row.anchor)
        wanted.add(key)
        old = stored.get(key)
        if old and any(getattr(old, c) != getattr(row, c) for c in _COLUMNS):
            row.pk = old.pk
            changed.append(row)
    PromiseRow.objects.bulk_create(new)
    PromiseRow.objects.bulk_update(changed, _COLUMNS)
    gone = [row.pk for key, row in stored.items() if key not in wanted]
    if gone:
        PromiseRow.objects.filter(pk__in=gone).delete()
