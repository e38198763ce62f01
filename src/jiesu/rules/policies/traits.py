"""What a case is, as far as rules ask (§6.2): the only fields ``applies_when`` may name."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

PROVINCE_DIGITS = 2


class Traits(msgspec.Struct, frozen=True):
    """Codes as in the taxonomy; province is ``41``, city the whole GB/T 2260 code ``410100``."""

    province: str = ""
    city: str = ""
    rural: bool = False
    channel: str = ""
    external_source: str = ""
    category: str = ""
    priority: str = ""
    case_type: str = ""
    customer_type: str = ""
    product: str = ""

    def told(self, name: str) -> Any:
        """What the field called ``name`` holds."""
        return getattr(self, name)


FIELDS = frozenset(Traits.__struct_fields__)

FOLLOWED = frozenset({"province", "city", "rural", "category", "case_type"})
"""A running promise follows a change of these (§6.2). The others count as they were at its start:
raising a priority does not make a promise late before anyone knew, and a transfer from a second
body does not end the promise to the first."""

TELLING = frozenset(
    {"receive", "register", "supplement", "classify", "prioritise", "attach_external", "merge"}
)
"""Verbs whose facts tell what the case is. ``channel`` in a contact log means another thing."""


def after(traits: Traits, verb: str, facts: Mapping[str, Any]) -> Traits:
    """Traits once an entry is written: what it tells replaces what was known before."""
    if verb not in TELLING:
        return traits
    changed: dict[str, Any] = {}
    if region := facts.get("region"):
        changed = {"province": region[:PROVINCE_DIGITS], "city": region}
    for name in FIELDS:
        value = facts.get(name)
        if value is not None and value != getattr(traits, name):
            changed[name] = value
    return replace(traits, **changed) if changed else traits


def followed(start: Traits, now: Traits) -> Traits:
    """Traits by which a promise begun under ``start`` is judged ``now``."""
    if start == now:
        return start
    return replace(start, **{name: getattr(now, name) for name in FOLLOWED})
