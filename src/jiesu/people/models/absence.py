"""Somebody is away from a moment to a moment, with a colleague who stands in (替岗)."""

from django.db import models
from django.db.models import F, Q

from jiesu.people.models.staff import Staff


class Absence(models.Model):
    """While it lasts nothing new comes to ``staff``; a row is ended early, never deleted."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="absences")
    since = models.DateTimeField()
    until = models.DateTimeField()
    substitute = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    """Who was asked to stand in; cases go there only once that person has accepted."""
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    answer_seen_at = models.DateTimeField(null=True)
    """When whoever noted it took the answer in."""
    noted_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    ended_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(until__gt=F("since")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(substitute=F("staff")), name="absence_stands_in_for_another"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(declined_at=None), name="absence_answered_once"
            ),
        )
        indexes = (
            models.Index(fields=("until",), condition=Q(ended_at=None), name="absence_running"),
        )

    def __str__(self) -> str:
        return f"{self.staff_id} {self.since:%Y-%m-%d} {self.until:%Y-%m-%d}"
