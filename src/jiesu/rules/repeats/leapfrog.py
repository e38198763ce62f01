"""An external body was asked before we finished: reported, never held against anyone (§15.5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from jiesu.rules.repeats.book import Windows
from jiesu.rules.repeats.contact import EarlierCase


@dataclass(frozen=True, slots=True)
class Leapfrog:
    """Class of the leap: ``skip`` us, ``impatient`` within limits, or ``justified``."""

    kind: Literal["skip", "impatient", "justified"]
    of: str | None
    because: str


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
        return Leapfrog("skip", None, f"{windows.leapfrog_days}日内没有向本企业反映过同一问题")
    case = max(recent, key=lambda case: (case.received_at, case.no))
    if case.breached:
        return Leapfrog("justified", case.no, f"投诉单{case.no}已超时限")
    if case.dissatisfied or not case.open_at(external_at):
        return Leapfrog("justified", case.no, f"用户对投诉单{case.no}的处理不满意")
    return Leapfrog("impatient", case.no, f"投诉单{case.no}仍在时限内办理")
