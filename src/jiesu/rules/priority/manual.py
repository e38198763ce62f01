"""A change of priority by hand: one step, with a reason, for a while (§14)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from jiesu.rules.priority.assessment import Priority, raised
from jiesu.rules.priority.book import LEVELS, PriorityBook
from jiesu.rules.reason import Reason, ReasonedError, why

At = Literal["level", "reason", "end"]
"""What of a change by hand does not fit."""


class AdjustmentError(ReasonedError):
    """A change by hand that §14 does not allow; the reason says why and what would be."""

    def __init__(self, at: At, because: Reason) -> None:
        super().__init__(because)
        self.at = at


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A step up (positive) or down that holds until a moment, whatever is computed meanwhile."""

    steps: int
    reason: str
    made_at: datetime
    until: datetime

    def level_of(self, computed: Priority, now: datetime) -> str:
        """Level that counts at ``now``: the computed one again once the change has expired."""
        return raised(computed.level, self.steps) if now < self.until else computed.level


def adjust(  # noqa: PLR0913  each is a word of the rule: from what, to what, why, when, how long
    computed: Priority, to: str, *, reason: str, now: datetime, until: datetime, book: PriorityBook
) -> Adjustment:
    """Make a change by hand; AdjustmentError when it is too far, unexplained or without an end."""
    manual = book.manual
    steps = LEVELS.index(computed.level) - LEVELS.index(to)
    if steps == 0 or abs(steps) > manual.most_steps:
        too_far = why("adjusted_too_far", level=computed.level, n=manual.most_steps)
        raise AdjustmentError("level", too_far)
    if len(reason.strip()) < manual.shortest_reason:
        raise AdjustmentError("reason", why("adjusted_without_reason", n=manual.shortest_reason))
    if not now < until <= now + timedelta(days=manual.most_days):
        raise AdjustmentError("end", why("adjusted_without_end", days=manual.most_days))
    return Adjustment(steps, reason.strip(), now, until)
