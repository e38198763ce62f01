"""A day of the working calendar that differs from the book (C1)."""

from django.db import models

from jiesu.people.models import Staff


class CalendarDay(models.Model):
    """An imported or local day: official notices of a new year, a local holiday."""

    date = models.DateField(unique=True)
    kind = models.CharField(max_length=16)
    status = models.CharField(max_length=12)
    source = models.CharField(max_length=200)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("date",)

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"
