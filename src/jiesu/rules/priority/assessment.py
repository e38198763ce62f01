"""Priority from impact and urgency (§14). Computed on each event, explained when asked."""

from dataclasses import dataclass, field
from functools import lru_cache

from jiesu.rules.priority.book import (
    LEVELS,
    USUAL_URGENCY,
    CategoryImpact,
    Lift,
    PriorityBook,
    Row,
)
from jiesu.rules.priority.situation import Situation

AT_MOST = {
    "law_clock_within_hours": "law_clock_hours_left",
    "clock_left_within": "clock_left_ratio",
}
"""Conditions that fit when the fact is at most the value; others fit from the value on."""

Ground = Row | CategoryImpact | Lift


@dataclass(frozen=True, slots=True)
class Priority:
    """Level P1 (first) to P4, with the impact and urgency it came from."""

    level: str
    impact: str
    urgency: str
    grounds: tuple[Ground, ...] = field(repr=False)

    @property
    def because(self) -> tuple[str, ...]:
        """The reasons in words; a case with none has nothing urgent about it."""
        return tuple(ground.because for ground in self.grounds)


@lru_cache(maxsize=4096)
def assess(situation: Situation, book: PriorityBook) -> Priority:
    """Compute the priority; LookupError when the category has no impact in the book."""
    default = book.of_category(situation.category)
    total_loss = situation.total_loss or default.total_loss
    level, heavy = _most_serious(book.impacts, situation, total_loss=total_loss)
    impact = min(level or default.impact, default.impact)
    urgency, pressing = _most_serious(book.urgencies, situation, total_loss=total_loss)
    urgency = urgency or USUAL_URGENCY
    final, lifted = _lift(book.matrix[impact][urgency], situation, book.lifts)
    grounds: tuple[Ground, ...] = (
        *([default] if default.impact == impact else []),
        *(heavy if level == impact else []),
        *pressing,
        *lifted,
    )
    return Priority(final, impact, urgency, grounds)


def _most_serious(
    rows: tuple[Row, ...], situation: Situation, *, total_loss: bool
) -> tuple[str, list[Row]]:
    fitting = [row for row in rows if _fits(row, situation, total_loss=total_loss)]
    level = min((row.level for row in fitting), default="")
    return level, [row for row in fitting if row.level == level]


def _fits(row: Row, situation: Situation, *, total_loss: bool) -> bool:
    for name, value in row.when.items():
        if name == "total_loss":
            fits = total_loss
        elif name in AT_MOST:
            left = getattr(situation, AT_MOST[name])
            fits = left is not None and left <= value
        else:
            fits = getattr(situation, name) >= value
        if not fits:
            return False
    return True


def _lift(level: str, situation: Situation, lifts: tuple[Lift, ...]) -> tuple[str, list[Lift]]:
    lifted = []
    for lift in lifts:
        higher = min(lift.at_least_level, raised(level, lift.steps))
        if getattr(situation, lift.field) and higher < level:
            level = higher
            lifted.append(lift)
    return level, lifted


def raised(level: str, steps: int) -> str:
    """Level so many steps nearer to P1 (negative: farther), kept within P1 and P4."""
    at = LEVELS.index(level) - steps
    return LEVELS[max(0, min(at, len(LEVELS) - 1))]
