"""A policy pack: one rule book, its clock rules and parameters, each with the clause (§6.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, NamedTuple

from jiesu.rules.policies.matching import Match, holds
from jiesu.rules.policies.traits import Traits
from jiesu.rules.reason import Title
from jiesu.rules.workdays.amounts import Amount
from jiesu.rules.workdays.due import SERVICE, Roll, ServiceHours
from jiesu.rules.workdays.shanghai import DAY_END


class Layer(StrEnum):
    """How strong a rule is, strongest first; INTERNAL only warns and never decides a due."""

    LAW = "LAW"
    LOCAL = "LOCAL"
    EXTERNAL = "EXTERNAL"
    PROMISE = "PROMISE"
    INTERNAL = "INTERNAL"

    @property
    def binding(self) -> bool:
        """Whether the layer counts towards the effective due (§6.2)."""
        return self is not Layer.INTERNAL

    @property
    def zh(self) -> str:
        """The layer as people read it in Chinese."""
        return LAYER_SAID[self].zh

    @property
    def en(self) -> str:
        """The layer as people read it in English."""
        return LAYER_SAID[self].en


LAYER_SAID = {
    Layer.LAW: Title("法律法规", "law"),
    Layer.LOCAL: Title("地方规定", "local rule"),
    Layer.EXTERNAL: Title("外部转办", "transfer from an authority"),
    Layer.PROMISE: Title("公开承诺", "public promise"),
    Layer.INTERNAL: Title("内部指标", "internal target"),
}
STRENGTH = {layer: rank for rank, layer in enumerate(Layer)}


class PackRef(NamedTuple):
    """A pack as frozen on a case: its code and the hash of the text under which it stood."""

    code: str
    digest: str


@dataclass(frozen=True, slots=True)
class Trigger:
    """A verb that starts, stops or revives a clock, if the entry's facts satisfy ``when``."""

    verb: str
    when: Match = ()

    def fits(self, verb: str, facts: Mapping[str, Any]) -> bool:
        """Whether an entry of ``verb`` with ``facts`` pulls the trigger."""
        return verb == self.verb and holds(self.when, facts.get)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the night in which a clock does not begin: it counts from ``until`` (FS1)."""

    since: time
    until: time
    unless: Match = ()


@dataclass(frozen=True, slots=True, eq=False)
class ClockRule:
    """One promise a pack makes. Rules are compared by identity: the shelf makes each once."""

    pack: str
    layer: Layer
    clock: str
    name: str
    """Unique within the pack; the clock's code unless the pack has several rules for it."""
    title_zh: str
    title_en: str
    clause: str
    start: tuple[Trigger, ...]
    stop: tuple[Trigger, ...]
    amount: Amount | None
    """None: the due is printed, that is told by the start entry in the fact ``printed``."""
    revive: tuple[Trigger, ...] = ()
    """What takes a stop back: the same promise runs on with its old due."""
    renew: tuple[Trigger, ...] = ()
    """What ends a running promise and begins the next one; nothing happens if none runs."""
    printed: str = ""
    """Fact of the start entry that holds the due as an ISO moment; it wins over ``amount``,
    which is then the fallback."""
    start_from: tuple[str, ...] = ()
    """Facts of the start entry, first told wins, from which the clock runs instead of the entry's
    own time (C8); never later than the entry."""
    cutoff: time | None = None
    after_cutoff: Amount | None = None
    """Amount for starts at or after ``cutoff`` in Shanghai."""
    quiet: Quiet | None = None
    roll: Roll = Roll.NONE
    day_end: time = DAY_END
    service: ServiceHours = SERVICE
    key: str = ""
    """Fact that a stop entry must share with the start: ``order`` for a clock of one work order.
    An entry that does not tell it, such as one about the whole case, stops them all."""
    once: bool = False
    """Only the first start in each cycle counts."""
    ends_with_case: bool = True
    pausable: frozenset[str] = frozenset()
    pause_needs: tuple[str, ...] = ()
    pause_cap: Amount | None = None
    """Most that all pauses together may give (C9)."""
    extendable: bool = False
    max_extensions: int = 1
    ext_amount: Amount | None = None
    ext_requires: tuple[str, ...] = ()
    warn_at: tuple[int, ...] = (50, 80, 100)
    on_breach: tuple[str, ...] = ()
    """Who is told of a breach (``told.py``); of several rules for a clock all that any names."""
    applies_when: Match = ()
    in_force_from: datetime | None = None
    in_force_to: datetime | None = None
    """UTC; the first moment at which the rule no longer starts clocks."""

    def in_force(self, started_at: datetime) -> bool:
        """Whether the rule stood when the clock started: that day decides, not today (§6.2)."""
        if self.in_force_from is not None and started_at < self.in_force_from:
            return False
        return self.in_force_to is None or started_at < self.in_force_to


@dataclass(frozen=True, slots=True)
class Param:
    """A number or text the rule book fixes beside its clocks (thresholds, pay tables)."""

    name: str
    value: Any
    clause: str
    title_zh: str


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example inside a pack: ledger facts and the dues they must give (§9)."""

    says: str
    facts: tuple[Mapping[str, Any], ...]
    due: Mapping[str, str]
    traits: Traits


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """One TOML file. ``digest`` is the SHA-256 of what it rules; comments and examples are free."""

    code: str
    title_zh: str
    title_en: str
    layer: Layer
    seed: bool
    jurisdiction: str
    source_ref: str
    verification: str
    """VERIFIED read in the rule itself, V2 second hand, UNVERIFIED (off by default), seed, or
    config: the operator's own figure."""
    effective_from: date
    effective_to: date | None
    """Last day in force; None while no end is known."""
    default_on: bool
    applies_when: Match
    rules: tuple[ClockRule, ...]
    params: tuple[Param, ...]
    examples: tuple[Example, ...]
    text: bytes
    """The file as it was read."""
    digest: str

    @property
    def ref(self) -> PackRef:
        """What a case keeps of the pack."""
        return PackRef(self.code, self.digest)
