"""Rules laid out for reading a ledger quickly: by verb, one group a pack and clock."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from jiesu.rules.clocks.promise import Fact
from jiesu.rules.policies.matching import Match, holds
from jiesu.rules.policies.pack import ClockRule
from jiesu.rules.policies.traits import FIELDS, FOLLOWED, Traits

CASE_ENDS = frozenset({"refuse", "transfer", "withdraw", "merge", "close"})
READ = FIELDS | {
    "child", "clock", "earliest_received_at", "into", "kept", "new_due_at", "owed_again",
    "passed_on_to", "progress_note", "reason", "region", "reopened", "strictest", "user_told",
}  # fmt: skip
"""Facts that are asked for whatever the rules say (``derive.py``, ``running.py``, traits)."""


class Pull(NamedTuple):
    """A verb's entry starts a clock under ``rule`` if its facts satisfy ``when``."""

    rule: ClockRule
    when: Match
    renews: bool
    """It only carries on a promise that the same entry ended."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The rules of one pack for one clock. At most one applies: the most specific, then the first.

    Two packs never share a group: each makes its promise, and the earliest counts (§6.2).
    """

    rules: tuple[ClockRule, ...]
    pulls: Mapping[str, tuple[Pull, ...]]
    follows: bool
    """Whether a later change of the case may bring it under one of the rules."""
    once: bool

    def pulled(self, fact: Fact) -> Pull | None:
        """The first start that ``fact`` pulls, whatever the case is."""
        for pull in self.pulls[fact.verb]:
            if holds(pull.when, fact.facts.get):
                return pull
        return None

    def rule_for(self, fact: Fact, traits: Traits) -> ClockRule | None:
        """The rule for a start by ``fact`` in a case of ``traits``."""
        return rule_among(self.fitting(fact.verb, traits), fact)

    def fitting(self, verb: str, traits: Traits) -> tuple[Pull, ...]:
        """The starts by ``verb`` whose rule speaks of a case of ``traits``."""
        pulls = self.pulls[verb]
        return tuple(pull for pull in pulls if holds(pull.rule.applies_when, traits.told))


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """All groups by the verb that may start them; and every verb that may stop or revive."""

    rules: tuple[ClockRule, ...]
    starts: Mapping[str, tuple[Group, ...]]
    stops: frozenset[str]
    revives: frozenset[str]
    valued: frozenset[str]
    """Facts whose value a rule or the reading itself asks for."""
    told: frozenset[str]
    """Facts of which rules only ask whether they are told."""

    def opening(self, verb: str, traits: Traits) -> "Sequence[tuple[Group, Sequence[Pull]]]":
        """Groups that ``verb`` may start in a case of ``traits``, each with the starts that fit."""
        return _opening(self, verb, traits)

    def hears(self, verb: str) -> bool:
        """Whether an entry of ``verb`` may start, stop or revive a clock."""
        return verb in self.starts or verb in self.stops or verb in self.revives


def rule_among(fitting: Sequence[Pull], fact: Fact) -> ClockRule | None:
    """The rule of the first of the ``fitting`` starts that ``fact`` pulls."""
    for rule, when, _ in fitting:
        if holds(when, fact.facts.get):
            return rule
    return None


@lru_cache(maxsize=16_384)
def _opening(book: Book, verb: str, traits: Traits) -> tuple[tuple[Group, tuple[Pull, ...]], ...]:
    """Remembered, for new cases are much alike: where, of what kind, how urgent they are."""
    told = [(group, group.fitting(verb, traits)) for group in book.starts.get(verb, ())]
    return tuple((group, fitting) for group, fitting in told if fitting or group.follows)


@lru_cache(maxsize=4096)
def open_book(rules: tuple[ClockRule, ...]) -> Book:
    """Lay ``rules`` out; remembered for each set of packs."""
    starts: dict[str, list[Group]] = defaultdict(list)
    for group in map(_group, _by_clock(rules)):
        for verb in group.pulls:
            starts[verb].append(group)
    valued, told = _asked(rules)
    return Book(
        rules,
        {verb: tuple(found) for verb, found in starts.items()},
        CASE_ENDS | {t.verb for rule in rules for t in rule.stop + rule.renew},
        frozenset(t.verb for rule in rules for t in rule.revive),
        valued,
        told - valued,
    )


def _asked(rules: Sequence[ClockRule]) -> tuple[frozenset[str], frozenset[str]]:
    """Facts whose value counts, and those of which it counts that they are told."""
    valued, told = set(READ), set[str]()
    for rule in rules:
        valued |= {*rule.start_from, rule.printed, rule.key}
        told |= {*rule.pause_needs}
        for trigger in rule.start + rule.stop + rule.renew + rule.revive:
            for condition in trigger.when:
                (valued if condition.told is None else told).add(condition.field)
    return frozenset(valued), frozenset(told)


def _by_clock(rules: Sequence[ClockRule]) -> list[list[ClockRule]]:
    found: dict[tuple[str, str], list[ClockRule]] = defaultdict(list)
    for rule in rules:
        found[rule.pack, rule.clock].append(rule)
    return list(found.values())


def _group(rules: Sequence[ClockRule]) -> Group:
    fields = {condition.field for rule in rules for condition in rule.applies_when}
    ordered = tuple(sorted(rules, key=_specificity, reverse=True))
    return Group(
        ordered, _pulls(ordered), bool(fields & FOLLOWED), any(rule.once for rule in rules)
    )


def _specificity(rule: ClockRule) -> int:
    return len(rule.applies_when) + max(len(trigger.when) for trigger in rule.start)


def _pulls(rules: Sequence[ClockRule]) -> Mapping[str, tuple[Pull, ...]]:
    found: dict[str, list[Pull]] = defaultdict(list)
    for rule in rules:
        for trigger in rule.start:
            found[trigger.verb].append(Pull(rule, trigger.when, renews=False))
        for trigger in rule.renew:
            found[trigger.verb].append(Pull(rule, trigger.when, renews=True))
    return {verb: tuple(pulls) for verb, pulls in found.items()}
