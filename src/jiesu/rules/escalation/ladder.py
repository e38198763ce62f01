"""The escalation ladder: an event is answered by a level, a role and a time to answer (§11.5)."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

import msgspec

from jiesu.rules.reason import Because, why
from jiesu.rules.shelf import Shelf


class UnknownEventError(LookupError):
    """A kind of event that the ladder does not know."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that may need a superior.

    ``measure`` is per cent of the limit used for ``clock``, hours or minutes where the kind says
    so, else how many times; ``layer`` is the layer of the clock (LAW, LOCAL, INTERNAL …).
    """

    kind: str
    measure: int = 1
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Who is called and why, and how soon that person must acknowledge."""

    level: str
    name: str
    role: str
    scope: str
    """How wide a unit the role must be held over: crew, department, city or company."""
    acknowledge_within: timedelta
    because: Because


class Rung(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One level of the ladder."""

    level: str
    zh: str
    en: str
    role: str
    scope: str
    acknowledge_minutes: int


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From what measure on a kind of event reaches a level."""

    kind: str
    level: str
    because: str
    because_en: str = ""
    at_least: int = 1
    layers: tuple[str, ...] = ()

    def fits(self, event: Event) -> bool:
        """Ask whether the event is of this kind, far enough, and on one of the layers named."""
        return (
            self.kind == event.kind
            and event.measure >= self.at_least
            and (not self.layers or event.layer in self.layers)
        )


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An event and its level, empty for none; the tests compute it."""

    kind: str
    level: str
    measure: int = 1
    layer: str = ""


class Ladder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All levels, lowest first, and the rules that lead to them."""

    clause: str
    safety: tuple[str, ...]
    """Categories, or beginnings of them, that are a matter of safety."""
    step: tuple[Rung, ...]
    rule: tuple[Rule, ...]
    example: tuple[Example, ...]

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of event that the ladder knows."""
        return frozenset(rule.kind for rule in self.rule)


def events_of(category: str, repeat_no: int, ladder: Ladder) -> tuple[Event, ...]:
    """What a complaint by itself is to the ladder: a matter of safety, told again."""
    safety = (Event("safety"),) if concerns_safety(category, ladder) else ()
    again = (Event("repeat", repeat_no),) if repeat_no > 1 else ()
    return (*safety, *again)


def concerns_safety(category: str, ladder: Ladder) -> bool:
    """Ask whether complaints of this category are by themselves a matter of safety."""
    return category.startswith(ladder.safety)


def level_for(event: Event, ladder: Ladder) -> Step | None:
    """Find who is called; None when the event reaches no level yet.

    UnknownEventError when no rule is about such events.
    """
    if event.kind not in ladder.kinds:
        raise UnknownEventError(
            f"升级规则中没有“{event.kind}”这类事件，未升级；请核对事件名称或补充规则。"
        )
    fitting = [rule for rule in ladder.rule if rule.fits(event)]
    if not fitting:
        return None
    highest = max(fitting, key=lambda rule: rule.level)
    return _step(_rung(ladder, highest.level), highest.because)


def step_at(level: str, because: Because, ladder: Ladder) -> Step:
    """The step of ``level``, called for a reason that somebody gave. StopIteration if unknown."""
    return _step(_rung(ladder, level), because)


def next_step(unanswered: Step, ladder: Ladder) -> Step | None:
    """Find who is called when nobody acknowledged in time; None above the top."""
    levels = [rung.level for rung in ladder.step]
    above = ladder.step[levels.index(unanswered.level) + 1 :]
    minutes = int(unanswered.acknowledge_within.total_seconds()) // 60
    told = {"step": unanswered.name, "minutes": minutes, "because": unanswered.because}
    return _step(above[0], why("unanswered", **told)) if above else None


@lru_cache(maxsize=8)
def load_ladder(extra_dir: Path | None = None) -> Ladder:
    """Load our ladder, shadowed by ``escalation.toml`` in ``extra_dir``. Read once and kept."""
    page = Shelf(Path(__file__).parent, extra_dir).read("escalation.toml")
    return msgspec.toml.decode(page, type=Ladder)


def _rung(ladder: Ladder, level: str) -> Rung:
    return next(rung for rung in ladder.step if rung.level == level)


def _step(rung: Rung, because: Because) -> Step:
    within = timedelta(minutes=rung.acknowledge_minutes)
    return Step(rung.level, rung.zh, rung.role, rung.scope, within, because)
