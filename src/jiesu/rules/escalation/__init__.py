"""Who is called when a case is in trouble, and who next (§11.5, T34)."""

from jiesu.rules.escalation.ladder import (
    Event,
    Ladder,
    Step,
    UnknownEventError,
    concerns_safety,
    events_of,
    level_for,
    load_ladder,
    next_step,
    step_at,
)

__all__ = [
    "Event",
    "Ladder",
    "Step",
    "UnknownEventError",
    "concerns_safety",
    "events_of",
    "level_for",
    "load_ladder",
    "next_step",
    "step_at",
]
