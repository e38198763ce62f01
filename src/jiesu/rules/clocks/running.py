"""A promise while the ledger is read: it starts, follows the case, pauses, moves and stops."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from jiesu.rules.clocks.book import CASE_ENDS, Group
from jiesu.rules.clocks.extending import FILING, extension_flaws
from jiesu.rules.clocks.promise import Fact, Promise
from jiesu.rules.clocks.reckoning import (
    BREATH,
    amount_of,
    day_bound,
    first_due,
    moment,
    shifted,
    start_of,
)
from jiesu.rules.policies.pack import ClockRule
from jiesu.rules.policies.traits import Traits, followed
from jiesu.rules.workdays.amounts import Unit
from jiesu.rules.workdays.calendar import Calendar
from jiesu.rules.workdays.due import Due, due
from jiesu.rules.workdays.shanghai import day_of

NOTHING = timedelta()
Pauses = Mapping[str, Fact]
"""Open pauses by reason."""


@dataclass(slots=True, eq=False)
class Term:
    """What a promise is held to under one rule."""

    rule: ClockRule
    started_at: datetime
    base: Due
    """The due that pauses still to come are added to."""
    original: datetime
    counted: timedelta = NOTHING
    """Pauses already added to ``base``."""

    @property
    def unit(self) -> Unit | None:
        """What the rule counts in for this start; None where the due is printed."""
        amount = amount_of(self.rule, self.started_at)
        return amount.unit if amount else None


@dataclass(slots=True, eq=False)
class Guest:
    """What a case merged into this one asks of a promise here, as long as it is merged (§15.2)."""

    due: datetime | None
    received_at: datetime | None
    before: timedelta
    """Pauses given before it came: they add nothing to its due."""


@dataclass(frozen=True, slots=True, eq=False)
class Interrupted:
    """How a promise stood when its case was merged into another."""

    paused_since: datetime | None
    paused_total: timedelta
    counted: timedelta


class Running:
    """One anchor of one group. Without a term it waits for the case to come under a rule."""

    __slots__ = (
        "calendar", "cycle", "due_at", "extensions", "fact", "group", "guests", "interrupted",
        "meanwhile", "misfit", "paused_since", "paused_total", "provisional", "stopped", "term",
        "traits", "unfiled",
    )  # fmt: skip

    def __init__(
        self, group: Group, fact: Fact, cycle: int, traits: Traits, calendar: Calendar
    ) -> None:
        self.group, self.fact, self.cycle = group, fact, cycle
        self.traits, self.calendar = traits, calendar
        self.term: Term | None = None
        self.stopped: Fact | None = None
        self.misfit = False
        self.unfiled: Fact | None = None
        self.guests: dict[str, Guest] = {}
        self.interrupted: Interrupted | None = None
        self.meanwhile: Fact | None = None
        self.extensions = 0
        self.paused_since: datetime | None = None
        self.paused_total = NOTHING
        self.due_at = fact.at
        self.provisional = False

    @property
    def open(self) -> bool:
        """Whether nothing has stopped it."""
        return self.stopped is None

    def suit(self, now: Traits, at: Fact) -> None:
        """Come under the rule that fits the case ``now``, or stop because none does (§6.2)."""
        if not self.open and not self.misfit:
            return
        term = self._term(self.group.rule_for(self.fact, followed(self.traits, now)))
        if term is None:
            if self.term is not None and self.open:
                self.stop(at)
                self.misfit = True
            return
        if self.misfit:
            self.stopped, self.misfit = None, False
        if self.term is None or self.term.rule is not term.rule:
            self._begin(term)

    def begin(self, rule: ClockRule | None) -> bool:
        """Come under the rule that fits the start itself, if one does; tells whether."""
        term = self._term(rule)
        if term is not None:
            self._begin(term)
        return term is not None

    def stops_at(self, fact: Fact) -> bool:
        """Whether ``fact`` ends it."""
        rule = self.term.rule if self.term else self.group.rules[0]
        if fact.verb in CASE_ENDS and rule.ends_with_case:
            return fact.verb != "merge" or bool(fact.facts.get("into"))
        return self.shares_key(rule, fact) and any(
            trigger.fits(fact.verb, fact.facts) for trigger in rule.stop + rule.renew
        )

    def revives_at(self, fact: Fact) -> bool:
        """Whether ``fact`` takes its stop back."""
        if self.term is None or self.stopped is None:
            return False
        rule = self.term.rule
        return self.shares_key(rule, fact) and any(
            trigger.fits(fact.verb, fact.facts) for trigger in rule.revive
        )

    def shares_key(self, rule: ClockRule, fact: Fact) -> bool:
        """Whether ``fact`` speaks of the same order (appeal …), or of the whole case."""
        told = fact.facts.get(rule.key) if rule.key else None
        return told is None or told == self.fact.facts.get(rule.key)

    def stop(self, fact: Fact) -> None:
        """End it; an open pause ends with it."""
        if fact.verb == "merge":
            counted = self.term.counted if self.term else NOTHING
            self.interrupted = Interrupted(self.paused_since, self.paused_total, counted)
        self.resume(fact.at)
        self.stopped = fact

    def note(self, fact: Fact) -> None:
        """Remember what would have ended it, had its case not been merged into another."""
        if self.interrupted and self.meanwhile is None and self.stops_at(fact):
            self.meanwhile = fact

    def go_on(self, pauses: Pauses, at: datetime) -> None:
        """Stand as before the merger, or end as it was fulfilled meanwhile (T27)."""
        held, ended = self.interrupted, self.meanwhile
        if held is None:
            return
        self.interrupted = self.meanwhile = self.stopped = None
        self.paused_since, self.paused_total = held.paused_since, held.paused_total
        if self.term:
            self.term.counted = held.counted
            self._settle()
        if ended:
            self.stop(ended)
        else:
            self.heed(pauses, at)

    def heed(self, pauses: Pauses, at: datetime) -> None:
        """Pause or go on, as the open ``pauses`` say and the rule allows (C9)."""
        if self.term is None or not self.term.rule.pausable:
            return
        wanted = any(map(self._allows, pauses.items()))
        if wanted and self.paused_since is None and at < self.due_at:
            self.paused_since = max(at, self.term.started_at)
            self._settle()
        elif not wanted:
            self.resume(at)

    def resume(self, at: datetime) -> None:
        """End the open pause, if any; only what the cap still leaves is given."""
        if self.paused_since is None or self.term is None:
            return
        given = min(max(at - self.paused_since, NOTHING), self._cap_left())
        self.paused_total += given
        self.term.counted += given
        self.paused_since = None
        self._settle()

    def extend(self, fact: Fact) -> None:
        """Take the extension, or keep it until it is filed; a flawed one changes nothing (C10)."""
        if self.term is None or extension_flaws(
            self.term.rule, self, fact.facts, fact.at, self.calendar
        ):
            return
        self.unfiled = fact
        if FILING not in self.term.rule.ext_requires:
            self.file(fact)

    def file(self, filing: Fact) -> None:
        """Make the waiting extension effective, if it is filed in time (S63)."""
        if self.unfiled is None or self.term is None or filing.at > self.due_at:
            return
        self.resume(filing.at)
        term = self.term
        at = day_bound(term.rule, term.unit, moment(self.unfiled.facts["new_due_at"]))
        self._rebase(Due(at, self._unsure(at)))
        self.extensions += 1
        self.unfiled = None

    def join(self, fact: Fact) -> None:
        """Take over the earlier receipt and stricter dues of a case merged into this one."""
        due = (fact.facts.get("strictest") or {}).get(self.group.rules[0].clock)
        received = fact.facts.get("earliest_received_at")
        counted = self.term.counted if self.term else NOTHING
        waited = fact.at - self.paused_since if self.paused_since else NOTHING
        self.guests[str(fact.facts.get("child"))] = Guest(
            moment(due) if due else None,
            moment(received) if received else None,
            counted + waited,
        )
        self._settle()

    def find(self, fact: Fact) -> None:
        """Begin while a case is merged: its due counts unless it is over, and then was its own."""
        self.join(fact)
        guest = self.guests[str(fact.facts.get("child"))]
        if guest.due and guest.due <= self.fact.at:
            guest.due = None
            self._settle()

    def part(self, fact: Fact) -> None:
        """Owe nothing any more to a case taken out again (T27)."""
        if self.guests.pop(str(fact.facts.get("child")), None):
            self._settle()

    def keep(self, fact: Fact) -> None:
        """Hold to the end promised before a notice of holidays, if that is the earlier (C2)."""
        if self.term is None or self.paused_since is not None:
            return
        rule = self.term.rule
        for clock, pack, anchor, due_at in fact.facts.get("kept", ()):
            mine = (clock, pack, anchor) == (rule.clock, rule.pack, self.fact.seq)
            if mine and moment(due_at) < self.due_at:
                self._rebase(Due(moment(due_at), provisional=False))

    def promise(self) -> Promise | None:
        """The promise as it stands; None if no rule ever applied."""
        if self.term is None:
            return None
        rule, stop = self.term.rule, self.stopped
        return Promise(
            rule.clock,
            rule.pack,
            rule.layer,
            self.cycle,
            self.fact.seq,
            self._started_at(self.term),
            self.due_at,
            self.term.original,
            stop.at if stop else None,
            stop.seq if stop else None,
            self.provisional,
            self.paused_since,
            self.paused_total,
            rule.warn_at,
            rule.layer.binding,
            rule.clause,
            rule.name,
            self.extensions,
        )

    def _term(self, rule: ClockRule | None) -> Term | None:
        if rule is None:
            return None
        started_at = start_of(rule, self.fact, self.traits)
        end = first_due(rule, self.fact, started_at, self.calendar)
        if end is None or not rule.in_force(started_at):
            return None
        return Term(rule, started_at, end, end.at)

    def _begin(self, term: Term) -> None:
        """Be held to ``term``; what pauses gave before stays given if its rule knows pauses."""
        if term.rule.pausable:
            term.counted = self.paused_total
        self.term = term
        self._settle()

    def _rebase(self, base: Due) -> None:
        """Hold to ``base`` from now on, whoever joined; what was added to the old one is in it."""
        if self.term is not None:
            self.term.base, self.term.counted = base, NOTHING
            self.guests.clear()
            self._settle()

    def _settle(self) -> None:
        term = self.term
        if term is None:
            return
        if not (term.counted or self.paused_since or self.guests):
            self.due_at, self.provisional = term.base.at, term.base.provisional
            return
        added = term.counted + (self._cap_left() if self.paused_since else NOTHING)
        ends = [(term.base, added), *self._ends_of_guests(term, added)]
        end = min(
            (shifted(term.rule, term.unit, base, more, self.calendar) for base, more in ends),
            key=lambda one: one.at,
        )
        self.due_at, self.provisional = end.at, end.provisional

    def _ends_of_guests(self, term: Term, added: timedelta) -> Iterable[tuple[Due, timedelta]]:
        """The dues that merged cases bring with them, and what pauses add to each."""
        for guest in self.guests.values():
            more = max(added - guest.before, NOTHING)
            if guest.due:
                yield Due(guest.due, self._unsure(guest.due)), more
            begun = self._earlier(guest, term)
            end = first_due(term.rule, self.fact, begun, self.calendar) if begun else None
            if end:
                yield end, added

    def _started_at(self, term: Term) -> datetime:
        """The earliest receipt counts, as long as the cases are one (§15.2)."""
        if not self.guests:
            return term.started_at
        told = (self._earlier(guest, term) for guest in self.guests.values())
        return min([term.started_at, *(at for at in told if at)])

    @staticmethod
    def _earlier(guest: Guest, term: Term) -> datetime | None:
        """The receipt of the merged case, where the promise counts from it and it came first."""
        counts = "received_at" in term.rule.start_from
        received = guest.received_at if counts else None
        return received if received and received < term.started_at else None

    def _cap_left(self) -> timedelta:
        """What pauses may still give: the cap counted from the open one, less what was given."""
        if self.term is None or self.term.rule.pause_cap is None or self.paused_since is None:
            return NOTHING
        cap = due(self.paused_since, self.term.rule.pause_cap, self.calendar).at
        return max(cap - self.paused_since - self.paused_total, NOTHING)

    def _allows(self, pause: tuple[str, Fact]) -> bool:
        reason, fact = pause
        rule = self.term.rule if self.term else self.group.rules[0]
        return reason in rule.pausable and all(fact.facts.get(need) for need in rule.pause_needs)

    def _unsure(self, at: datetime) -> bool:
        in_working_days = self.term is not None and self.term.unit is Unit.WD
        return in_working_days and self.calendar.day(day_of(at - BREATH)).provisional
