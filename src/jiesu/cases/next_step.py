"""What comes next for the customer and by when: only what was promised, and can still be kept."""

from datetime import datetime

from django.db.models import Q

from jiesu.cases.models import Case, PromiseRow
from jiesu.rules.policies.catalogue import catalogue
from jiesu.rules.workdays.shanghai import said

PROMISED = Q(binding=True) | Q(clock__in=["FIRST_TOUCH", "FIRST_RESPONSE", "ON_TIME"])
"""What the customer may hold us to; our other targets are our own affair."""
_FORESEEN = PROMISED | Q(clock="CALLBACK")
"""The call-back is told beside it: it is what comes next once the answer is there."""


def next_promise(case: Case, now: datetime) -> PromiseRow | None:
    """The promise that is due next; None where none is left that can still be kept."""
    running = PromiseRow.objects.filter(case=case, stopped_at=None, paused_since=None)
    return running.filter(_FORESEEN, due_at__gt=now).order_by("due_at", "clock").first()


def next_step(case: Case, now: datetime) -> tuple[str, str]:
    """The next promise and its day; where none can be named, that somebody gets in touch."""
    first = next_promise(case, now)
    if first is None:
        return "专人与您联系", "尽快"
    clock = catalogue().get(first.clock)
    return (clock.zh if clock else "答复您"), f"{said(first.due_at)}前"
