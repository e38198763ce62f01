"""Ledgers for tests: ``Ledger().say("receive", "2026-09-18 17:30", channel="app")``."""

from datetime import datetime
from typing import Any

from jiesu.rules.clocks.derive import derive, effective
from jiesu.rules.clocks.promise import Fact, Promise
from jiesu.rules.clocks.trial import read_moment
from jiesu.rules.policies.pack import ClockRule
from jiesu.rules.policies.shelf import load_shelf
from jiesu.rules.policies.traits import Traits
from jiesu.rules.workdays.calendar import book_calendar

CALENDAR = book_calendar()


def rules_of(*codes: str) -> tuple[ClockRule, ...]:
    shelf = load_shelf()
    return shelf.rules_of([shelf.packs[code].ref for code in codes])


class Ledger:
    def __init__(self, *packs: str, **traits: Any) -> None:
        self.rules = rules_of(*packs)
        self.traits = Traits(**traits)
        self.facts: list[Fact] = []

    def say(self, verb: str, at: str, **facts: Any) -> "Ledger":
        self.facts.append(Fact(len(self.facts) + 1, verb, read_moment(at), facts))
        return self

    def promises(self) -> tuple[Promise, ...]:
        return derive(self.facts, self.rules, self.traits, CALENDAR)

    def all(self, clock: str) -> list[Promise]:
        return [one for one in self.promises() if one.clock == clock]

    def one(self, clock: str) -> Promise:
        (found,) = self.all(clock)
        return found

    def of(self, clock: str, pack: str) -> Promise:
        (found,) = (one for one in self.all(clock) if one.pack == pack)
        return found

    def due(self, clock: str) -> datetime | None:
        found = effective(self.promises(), clock)
        return found.due_at if found else None


def at(text: str) -> datetime:
    return read_moment(text)
