"""How urgent a case is, from what is known of it, explained in words (§14)."""

from jiesu.rules.priority.assessment import Priority, assess
from jiesu.rules.priority.book import PriorityBook, Target, load_priorities
from jiesu.rules.priority.manual import Adjustment, AdjustmentError, adjust
from jiesu.rules.priority.situation import Situation

__all__ = [
    "Adjustment",
    "AdjustmentError",
    "Priority",
    "PriorityBook",
    "Situation",
    "Target",
    "adjust",
    "assess",
    "load_priorities",
]
