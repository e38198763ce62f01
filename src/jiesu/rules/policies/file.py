"""The shape of a pack's TOML file. A word that is not here is an error, never ignored."""

from datetime import date
from typing import Any

import msgspec

from jiesu.rules.policies.matching import Wanted


class TriggerText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``{ verb = "find", when = { finding = "PARTLY" } }``."""

    verb: str
    when: dict[str, Wanted] = {}


class RuleText(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True
):
    """``[[rule]]``; see ``ClockRule`` for what each word means."""

    clock: str
    clause: str
    start: list[str | TriggerText]
    stop: list[str | TriggerText]
    revive: list[str | TriggerText] = []
    renew: list[str | TriggerText] = []
    name: str = ""
    title_zh: str = ""
    title_en: str = ""
    amount: str = ""
    printed: str = ""
    fallback: str = ""
    start_from: list[str] = []
    cutoff: str = ""
    after_cutoff: str = ""
    quiet: str = ""
    quiet_unless: dict[str, Wanted] = {}
    roll: str = "none"
    day_end: str = "24:00"
    service: str = "08:00-21:00"
    key: str = ""
    once: bool = False
    pausable: list[str] = []
    pause_needs: list[str] = []
    pause_cap: str = ""
    pause_clause: str = ""
    extendable: bool = False
    max_extensions: int = 1
    ext_amount: str = ""
    ext_requires: list[str] = []
    ext_clause: str = ""
    warn_at: tuple[int, ...] = (50, 80, 100)
    on_breach: list[str] = []
    applies_when: dict[str, Wanted] = {}


class ParamText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``[[param]]``."""

    name: str
    value: Any
    clause: str
    title_zh: str


class ExampleText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``[[example]]``: moments are Shanghai time, ``2026-09-21 24:00`` allowed."""

    says: str
    facts: list[dict[str, Any]]
    due: dict[str, str]
    traits: dict[str, Any] = {}


class PackText(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True
):
    """A whole file."""

    code: str
    title_zh: str
    title_en: str
    layer: str
    jurisdiction: str
    source_ref: str
    verification: str
    effective_from: date
    effective_to: date | None = None
    default_on: bool = False
    seed: bool = False
    applies_when: dict[str, Wanted] = {}
    rule: list[RuleText]
    param: list[ParamText] = []
    example: list[ExampleText] = []
