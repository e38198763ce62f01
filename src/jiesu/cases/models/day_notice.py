"""A notice of holidays that somebody brought, and what another person decided about it (§17)."""

from django.db import models

from jiesu.people.models import Staff


class DayNotice(models.Model):
    """Brought by one, decided once by another; only then do its days lie over the book."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    source = models.CharField(max_length=200)
    days = models.JSONField()
    """What it tells of each day: date, kind, status, source."""
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("asked_at", "id")

    def __str__(self) -> str:
        return f"{self.staff_id} {self.source}"
