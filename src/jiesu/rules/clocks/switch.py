"""The switch test (§6.2): what enabling or disabling packs would do to dues, before it is done."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jiesu.rules.clocks.derive import derive, effective
from jiesu.rules.clocks.promise import Fact, Promise
from jiesu.rules.policies.pack import PackRef
from jiesu.rules.policies.shelf import Shelf
from jiesu.rules.policies.traits import Traits
from jiesu.rules.workdays.calendar import Calendar

NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sample:
    """A case as the switch test needs it: its ledger and the packs frozen on it."""

    number: str
    received_on: date
    refs: tuple[PackRef, ...]
    traits: Traits
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True)
class Change:
    """One clock of one case whose effective due would be another; None: it would not run."""

    case: str
    clock: str
    old: datetime | None
    new: datetime | None


def diff(
    shelf: Shelf,
    cases: Iterable[Sample],
    calendar: Calendar,
    *,
    enable: frozenset[str] = NONE,
    disable: frozenset[str] = NONE,
) -> Iterator[Change]:
    """Every change of an effective due; nothing is written.

    Raises:
        UnknownPackError: ``enable`` names a pack that is not on the shelf.
    """
    for case in cases:
        kept = [ref for ref in case.refs if ref.code not in disable]
        refs = shelf.widen(kept, case.traits, case.received_on, enable)
        old, new = (_promises(shelf, case, packs, calendar) for packs in (case.refs, refs))
        yield from _changes(case.number, old, new)


def _promises(
    shelf: Shelf, case: Sample, refs: Sequence[PackRef], calendar: Calendar
) -> tuple[Promise, ...]:
    return derive(case.facts, shelf.rules_of(refs), case.traits, calendar)


def _changes(case: str, old: Sequence[Promise], new: Sequence[Promise]) -> Iterator[Change]:
    for clock in dict.fromkeys(promise.clock for promise in (*old, *new)):
        before, after = effective(old, clock), effective(new, clock)
        dues = before.due_at if before else None, after.due_at if after else None
        if dues[0] != dues[1]:
            yield Change(case, clock, *dues)
