"""Pressing: counted, heard always; only the button rests for a while and says so (§15.3)."""

from datetime import datetime, timedelta

from jiesu.cases.models import Case
from jiesu.portal.terms import terms


def presses(case: Case) -> int:
    """Return how often the case was pressed."""
    return len(case.record.get("expedites", []))


def rests_until(case: Case, now: datetime) -> datetime | None:
    """Return when the button is back, or None if it does not rest."""
    pressed = case.record.get("expedites", [])
    if not pressed:
        return None
    last = datetime.fromisoformat(pressed[-1]["at"])
    back = last + timedelta(minutes=terms().urge.rest_minutes)
    return back if back > now else None
