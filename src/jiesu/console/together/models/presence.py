"""Somebody looks at a case just now: a row that runs out by itself."""

from django.db import models

from jiesu.cases.models import Case
from jiesu.people.models import Staff


class Presence(models.Model):
    """``staff`` has ``case`` on screen until ``until``, and types until ``typing_until``.

    The table is UNLOGGED: after a crash it is empty, which is true then.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", db_index=False)
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+", db_index=False)
    until = models.DateTimeField()
    typing_until = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "staff"), name="presence_once"),)

    def __str__(self) -> str:
        return f"{self.staff_id} at {self.case_id}"
