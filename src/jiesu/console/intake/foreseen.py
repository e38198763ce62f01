"""What happens next, told before and after saving: the dates that bind us (S14, S158, S161)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.foresee import foresee
from jiesu.cases.models import Case, PromiseRow
from jiesu.cases.refusals import Unfit
from jiesu.console.tongue import clock_title
from jiesu.people.actor import Actor
from jiesu.rules.policies.shelf import UnknownPackError

TOLD = ("ACK", "ACCEPT", "FIRST_TOUCH", "FAULT_REPAIR", "ANSWER")
"""What a customer is told on the telephone, in the order of the work."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One promise, and until when."""

    title: str
    due_at: datetime
    provisional: bool


def foreseen(actor: Actor, read: Mapping[str, Any], now: datetime) -> list[Foreseen]:
    """What saving would promise; nothing while it could not be saved."""
    told = {"channel": "hotline", **read, "repeat_of": ""}
    try:
        promises = foresee(msgspec.convert(told, Intake, strict=False), actor, now)
    except (msgspec.ValidationError, Unfit, UnknownPackError):
        return []
    return _told((one.clock, one.due_at, one.provisional) for one in promises)


def promised(case: Case) -> list[Foreseen]:
    """What was promised on ``case``."""
    rows = PromiseRow.objects.filter(case=case, stopped_at=None).order_by("due_at")
    return _told((row.clock, row.due_at, row.provisional) for row in rows)


def _told(promises: Any) -> list[Foreseen]:
    """The first date of each clock that a customer is told of."""
    first: dict[str, Foreseen] = {}
    for clock, due_at, provisional in promises:
        first.setdefault(clock, Foreseen(clock_title(clock), due_at, provisional))
    return [first[clock] for clock in TOLD if clock in first]
