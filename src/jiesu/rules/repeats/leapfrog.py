"""An external body was asked before we finished: reported, never held against anyone (§15.5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from jiesu.rules.reason import Reason, why
from jiesu.rules.repeats.book import Windows
from jiesu.rules.repeats.contact import EarlierCase


@dataclass(frozen=True, slots=True)
class Leapfrog:
    """Class of the leap: ``skip`` us, ``impatient`` within limits, or ``justified``."""

    kind: Literal["skip", "impatient", "justified"]
    of: str | None
    because: Reason


def judge_leapfrog(
    external_at: datetime, same_issue: Iterable[EarlierCase], windows: Windows
) -> Leapfrog:
    """Classify an external case by the operator's cases on the same user and issue."""
    recent = [
        case
        for case in same_issue
        if case.received_at <= external_at
        and external_at - (case.resolved_at or external_at) <= windows.leapfrog
    ]
    if not recent:
        return Leapfrog("skip", None, why("leap_skipped_us", days=windows.leapfrog_days))
    case = max(recent, key=lambda case: (case.received_at, case.no))
    if case.breached:
        return Leapfrog("justified", case.no, why("leap_overdue", case=case.no))
    if case.dissatisfied or not case.open_at(external_at):
        return Leapfrog("justified", case.no, why("leap_dissatisfied", case=case.no))
    return Leapfrog("impatient", case.no, why("leap_within_time", case=case.no))
