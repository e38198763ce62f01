"""What is ready at the desks of the demonstration: texts, an act in one, views, for everybody."""

from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from jiesu.console.finding.conditions import Conditions
from jiesu.console.models import View
from jiesu.console.wording.keeping import begin
from jiesu.people.actors import load_actor
from jiesu.people.models import Organisation, Staff

_LEAD, _UNIT = "zhaobanzhang", "ZJ"
"""Who keeps it, and for which unit of the demonstration."""


class _Text(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    text: str


class _Macro(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    key: str
    """The digit that does it on the page of a case."""
    steps: list[dict[str, Any]]


class _Look(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    conditions: Conditions


class _Desk(msgspec.Struct, forbid_unknown_fields=True):
    text: list[_Text]
    macro: list[_Macro]
    view: list[_Look]


def lay_out_desks(at: datetime) -> int:
    """Keep all of it in the lead's name; how many things there are."""
    desk = msgspec.toml.decode(Path(__file__).with_name("demo_desk.toml").read_bytes(), type=_Desk)
    lead = Staff.objects.get(username=_LEAD)
    actor = load_actor(lead.pk)
    if actor is None:
        raise LookupError(_LEAD)
    for text in desk.text:
        begin(actor, "text", _UNIT, text.title, {"text": text.text}, at=at)
    for macro in desk.macro:
        begin(actor, "macro", _UNIT, macro.title, {"key": macro.key, "steps": macro.steps}, at=at)
    unit = Organisation.objects.get(code=_UNIT)
    for look in desk.view:
        told = msgspec.to_builtins(look.conditions)
        View.objects.create(
            name=look.name, owner=lead, shared_with=unit, conditions=told, saved_at=at
        )
    return len(desk.text) + len(desk.macro) + len(desk.view)
