"""A customer's browser for a while: its draft, and the one case that it has proven to own."""

from django.db import models

from jiesu.cases.models import Case
from jiesu.kit.resealing import SealedColumn, register


class Visit(models.Model):
    """Found by the SHA-256 of its cookie; the cookie itself is kept nowhere.

    ``secret`` is sealed JSON of what was typed and not yet sent (``visits.Memory``).
    """

    digest = models.BinaryField(max_length=32, unique=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    """The case proven by a one-time code; a visit owns one case at a time."""
    proven_at = models.DateTimeField(null=True)
    secret = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d %H:%M}"


register(SealedColumn("portal_visit", "id", "secret"))
