"""The promises of a case in plain words: how each stands and how it came to its due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jiesu.cases.book import calendar, shelf
from jiesu.cases.clocks import fact_of, promises_of
from jiesu.cases.models import Case, Entry
from jiesu.cases.reasons import reason_shown, reason_told
from jiesu.console.tongue import clock_title, layer_title
from jiesu.rules.clocks.explain import explain
from jiesu.rules.clocks.promise import Fact, Promise
from jiesu.rules.policies.pack import Layer
from jiesu.rules.policies.shelf import UnknownPackError

_RANK = {layer: n for n, layer in enumerate(Layer)}
"""LAW first, our own marks last."""


@dataclass(frozen=True, slots=True)
class Told:
    """One promise, as the case page shows it."""

    title: str
    promise: Promise
    paused: bool
    why: tuple[str, ...]
    layer: str = ""
    """Which kind of rule asks for it, in words."""

    @property
    def statutory(self) -> bool:
        """Whether the law itself asks for it."""
        return self.promise.layer is Layer.LAW


@dataclass(frozen=True, slots=True)
class Promises:
    """The promises of a case: what the law asks for first, then the soonest."""

    running: list[Told]
    """Those that bind: of each clock the earliest (§6.2)."""
    besides: list[Told]
    """Later ones of the same clocks, and internal marks."""
    ended: list[Told]
    missing: str = ""
    """Which version of a pack is gone from the shelf, so that nothing can be reckoned."""

    @property
    def every(self) -> list[Told]:
        """All of them."""
        return [*self.running, *self.besides, *self.ended]

    @property
    def next(self) -> Told | None:
        """What binds and falls due next; what is paused does not fall due."""
        waiting = [one for one in self.running if not one.paused]
        return min(waiting, key=lambda one: one.promise.due_at, default=None)


def told_promises(case: Case, entries: Sequence[Entry]) -> Promises:
    """Tell every promise of ``case``."""
    facts = [fact_of(entry) for entry in entries]
    try:
        told = [_told(case, promise, facts) for promise in promises_of(case, entries)]
    except UnknownPackError as gone:  # the rest of the case can still be read
        return Promises([], [], [], reason_told(gone.because))
    told.sort(key=lambda one: one.promise.due_at)
    first: dict[str, Told] = {}
    for one in told:
        if one.promise.running and one.promise.binding:
            first.setdefault(one.promise.clock, one)
    told.sort(key=lambda one: (_RANK[one.promise.layer], one.promise.due_at))
    binding = list(first.values())
    return Promises(
        running=[one for one in told if one in binding],
        besides=[one for one in told if one.promise.running and one not in binding],
        ended=[one for one in told if not one.promise.running],
    )


def _told(case: Case, promise: Promise, facts: Sequence[Fact]) -> Told:
    rule = shelf().rule(case.packs, promise.pack, promise.rule)
    why = tuple(map(reason_shown, explain(promise, facts, rule, calendar())))
    paused = promise.paused_since is not None
    return Told(clock_title(promise.clock), promise, paused, why, layer_title(promise.layer))


def next_due(case: Case) -> tuple[str, datetime] | None:
    """Return the one time that lists show: what is due next, and when."""
    if case.next_due_at is None:
        return None
    return clock_title(case.next_due_clock), case.next_due_at
