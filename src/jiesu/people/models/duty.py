"""What somebody takes on: how many cases, of which kinds, in which hours of the week."""

from django.db import models

from jiesu.people.models.staff import Staff


class Duty(models.Model):
    """The latest row of a person counts; earlier ones tell how it was."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="duties")
    cap = models.PositiveSmallIntegerField(null=True)
    """Open cases above which others come first; empty: as the book of routing says."""
    skills = models.JSONField(default=list)
    """Categories of level 1 (N, B …) that this person knows well."""
    shifts = models.JSONField(default=list)
    """``[[weekday 1-7, "08:30", "17:30"], …]`` in the house's time; none: always."""
    noted_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("staff", "-id"), name="duty_latest"),)

    def __str__(self) -> str:
        return f"{self.staff_id} {self.cap}"
