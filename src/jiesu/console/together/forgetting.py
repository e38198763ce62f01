"""What working together forgets by the clock: looks that ran out, drafts, old notices (§18)."""

from datetime import datetime, timedelta

from jiesu.console.together.drafts import forget_drafts
from jiesu.console.together.models import Notice, OutageNotice
from jiesu.console.together.presence import forget_looks

NOTICES_KEPT_FOR = timedelta(days=90)


def forget_together(now: datetime) -> int:
    """Forget all that is over; returns how many rows."""
    old, _each = Notice.objects.filter(at__lt=now - NOTICES_KEPT_FOR).delete()
    of_outages, _each = OutageNotice.objects.filter(at__lt=now - NOTICES_KEPT_FOR).delete()
    return forget_looks(now) + forget_drafts(now) + old + of_outages
