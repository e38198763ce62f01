"""Promises from the ledger: a pure function of (facts, rules, traits, calendar) (§10)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from jiesu.rules.clocks.book import Group, Pull, open_book, rule_among
from jiesu.rules.clocks.promise import Fact, Promise, Timed
from jiesu.rules.clocks.running import Running
from jiesu.rules.policies.pack import STRENGTH, ClockRule
from jiesu.rules.policies.traits import Traits, after
from jiesu.rules.workdays.calendar import Calendar

WAITING = "WAIT_USER_INFO"
BREACH = 100
ONE_DAY = timedelta(hours=24)


def derive(
    facts: Sequence[Fact], rules: Sequence[ClockRule], traits: Traits, calendar: Calendar
) -> tuple[Promise, ...]:
    """Every promise the case has had, in the order in which they began.

    ``facts`` are in ledger order; ``traits`` is what was known before the first of them.
    """
    reader = _Reader(tuple(rules), traits, calendar)
    for fact in facts:
        reader.read(fact)
    return tuple(promise for one in reader.running if (promise := one.promise()))


def effective(promises: Iterable[Promise], clock: str) -> Promise | None:
    """The running promise that decides when ``clock`` is due: the earliest of a binding layer.

    INTERNAL only warns; where nothing else runs, its earliest is what queues show (§6.2).
    """
    running = [one for one in promises if one.clock == clock and one.running]
    return min(running, key=_rank, default=None)


def next_alarm(promise: Timed, after_level: int) -> tuple[datetime, int] | None:
    """Moment and level of the alarm after ``after_level`` (0: none yet).

    Levels are the rule's warning percentages, 100 for the breach, 101 and on for every further
    24 h overdue (C11). A promise stopped late still owes its breach, dated when it fell due; one
    stopped in time owes nothing. During a pause only the breach at the end of its cap remains.
    """
    level = _level_after(promise, after_level)
    if promise.stopped_at is not None and (level != BREACH or promise.stopped_at <= promise.due_at):
        return None
    return _fall(promise, level), level


def _elsewhere(fact: Fact) -> bool:
    """Whether it was passed on: what it promises stands in the ledger of the master (T27)."""
    return "passed_on_to" in fact.facts


def _begins_a_round(fact: Fact) -> bool:
    again = fact.verb == "decide_appeal" and bool(fact.facts.get("reopened"))
    return again or (fact.verb == "reopen" and not _elsewhere(fact))


def _rank(promise: Promise) -> tuple[bool, datetime, int, str]:
    return (not promise.binding, promise.due_at, STRENGTH[promise.layer], promise.pack)


def _level_after(promise: Timed, level: int) -> int:
    if level >= BREACH:
        return level + 1
    if promise.paused_since is not None or promise.stopped_at is not None:
        return BREACH
    return next((warn for warn in promise.warn_at if warn > level), BREACH)


def _fall(promise: Timed, level: int) -> datetime:
    if level >= BREACH:
        return promise.due_at + (level - BREACH) * ONE_DAY
    return promise.started_at + (promise.due_at - promise.started_at) * level / BREACH


class _Reader:
    """Reads entries one by one and keeps every promise begun so far."""

    def __init__(self, rules: tuple[ClockRule, ...], traits: Traits, calendar: Calendar) -> None:
        self.book = open_book(rules)
        self.traits, self.calendar = traits, calendar
        self.cycle = 1
        self.running: list[Running] = []
        self.pauses: dict[str, Fact] = {}
        self.merged: dict[str, tuple[int, Fact]] = {}
        """Cases merged into this one: in which cycle, and by which entry."""

    def read(self, fact: Fact) -> None:
        """Take in one entry: what the case is, what stops, revives, starts, moves."""
        self._follow(fact)
        if fact.verb in self.book.stops:
            for one in self._open():
                if one.stops_at(fact):
                    one.stop(fact)
            self._note(fact)
        if fact.verb in self.book.revives and not _elsewhere(fact):
            self._revive(fact)
        if _begins_a_round(fact):
            self._begin_round(fact)
        for group, fitting in self.book.opening(fact.verb, self.traits):
            self._start(group, fitting, fact)
        if act := ACTS.get(fact.verb):
            act(self, fact)

    def _begin_round(self, fact: Fact) -> None:
        """Count anew; what we waited for in the last round holds up nothing in this one (T22)."""
        self.cycle += 1
        self.pauses.clear()
        self._heed(fact.at)

    def pause(self, fact: Fact) -> None:
        """Open a pause; asking the user for information is one (T03, T29)."""
        reason = WAITING if fact.verb == "ask" else str(fact.facts.get("reason", ""))
        self.pauses.setdefault(reason, fact)
        self._heed(fact.at)

    def resume(self, fact: Fact) -> None:
        """Close the pause of the reason told, or all; an answer closes the waiting for it."""
        told = WAITING if fact.verb != "resume" else fact.facts.get("reason")
        for reason in [told] if told else list(self.pauses):
            self.pauses.pop(str(reason), None)
        self._heed(fact.at)

    def extend(self, fact: Fact) -> None:
        """Extend, or file the extension of, the clock told (T30)."""
        for one in self._open():
            if one.term is None or one.term.rule.clock != fact.facts.get("clock"):
                continue
            if not one.shares_key(one.term.rule, fact):
                continue
            if fact.verb == "extend":
                one.extend(fact)
            else:
                one.file(fact)
            one.heed(self.pauses, fact.at)

    def join(self, fact: Fact) -> None:
        """Another case was merged into this one (§15.2)."""
        for one in self._open():
            one.join(fact)
        if "into" not in fact.facts:
            self.merged[str(fact.facts.get("child"))] = self.cycle, fact

    def unpay(self, fact: Fact) -> None:
        """Money was taken back that is owed all the same: no payment ended that promise (§16)."""
        if not fact.facts.get("owed_again"):
            return
        done = {one.group for one in self._open()}
        for one in reversed(self.running):
            if one.group not in done and one.stopped and one.stopped.verb == "pay_remedy":
                done.add(one.group)
                one.stopped = None
                one.heed(self.pauses, fact.at)

    def part(self, fact: Fact) -> None:
        """A case merged into this one was taken out again, or this one out of another (T27)."""
        if "child" in fact.facts:
            self.merged.pop(str(fact.facts["child"]), None)
            for one in self._open():
                one.part(fact)
            return
        for one in self.running:
            one.go_on(self.pauses, fact.at)

    def keep(self, fact: Fact) -> None:
        """A notice of holidays came; some promises keep their earlier end (C2)."""
        for one in self._open():
            one.keep(fact)

    def _note(self, fact: Fact) -> None:
        for one in self.running:
            if one.interrupted and one.stopped is not fact:
                one.note(fact)

    def _open(self) -> Iterator[Running]:
        return (one for one in self.running if one.open)

    def _follow(self, fact: Fact) -> None:
        before, self.traits = self.traits, after(self.traits, fact.verb, fact.facts)
        if self.traits is before:
            return
        for one in self.running:
            if one.group.follows:
                one.suit(self.traits, fact)
                one.heed(self.pauses, fact.at)

    def _start(self, group: Group, fitting: Sequence[Pull], fact: Fact) -> None:
        if _elsewhere(fact):
            return
        pull = group.pulled(fact)
        if pull is None or (group.once and self._begun(group)):
            return
        if pull.renews and not self._ended(group, fact):
            return
        one = Running(group, fact, self.cycle, self.traits, self.calendar)
        if one.begin(rule_among(fitting, fact)) or group.follows:
            self.running.append(one)
            self._introduce(one)
            if self.pauses:
                one.heed(self.pauses, fact.at)

    def _introduce(self, one: Running) -> None:
        """What is promised once binds a master also where it begins after the merger (§15.2)."""
        if one.group.once:
            for cycle, merger in self.merged.values():
                if cycle == self.cycle:
                    one.find(merger)

    def _begun(self, group: Group) -> bool:
        return any(one.group is group and one.cycle == self.cycle for one in self.running)

    def _ended(self, group: Group, fact: Fact) -> bool:
        return any(one.group is group and one.stopped is fact for one in self.running)

    def _revive(self, fact: Fact) -> None:
        """Take back the stop of the latest promise of each group that asks for it."""
        done: set[Group] = set()
        for one in reversed(self.running):
            if one.group not in done and one.revives_at(fact):
                done.add(one.group)
                one.stopped = None
                one.heed(self.pauses, fact.at)

    def _heed(self, at: datetime) -> None:
        for one in self._open():
            one.heed(self.pauses, at)


ACTS: Mapping[str, Callable[[_Reader, Fact], None]] = {
    "ask": _Reader.pause,
    "pause": _Reader.pause,
    "supplement": _Reader.resume,
    "proceed": _Reader.resume,
    "resume": _Reader.resume,
    "extend": _Reader.extend,
    "file_extension": _Reader.extend,
    "merge": _Reader.join,
    "unmerge": _Reader.part,
    "recompute": _Reader.keep,
    "reverse_payment": _Reader.unpay,
}
