"""A case that somebody keeps open as a tab."""

from django.db import models

from jiesu.cases.models import Case
from jiesu.people.models import Staff


class Opened(models.Model):
    """A tab; ``seen`` is how long the case's ledger was when its person last looked."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+", db_index=False)
    opened_at = models.DateTimeField()
    seen = models.IntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("staff", "case"), name="opened_once"),)

    def __str__(self) -> str:
        return f"{self.staff_id} {self.case_id}"
