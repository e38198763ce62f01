"""Forgets what nobody needs: codes that ended, visits with their unsent drafts (§18)."""

from datetime import datetime, timedelta

from jiesu.portal.codes import conceal_codes
from jiesu.portal.models import Visit
from jiesu.portal.terms import terms


def forget(now: datetime) -> int:
    """Conceal ended codes, delete visits that are over; return how many rows were touched."""
    concealed = conceal_codes(now)
    oldest = now - timedelta(hours=terms().visit.draft_hours)
    over = Visit.objects.filter(seen_at__lt=oldest)
    gone, _each = over.exclude(codes__concealed_at=None, codes__case__isnull=False).delete()
    return concealed + gone
