"""The part a member of staff has in a case: owner, investigator, handler … (§17, column O)."""

from django.db import models

from jiesu.cases.models.case import Case
from jiesu.people.models import Staff


class Part(models.Model):
    """Derived from the ledger. A part once had is kept with its end: duties stay separated."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="parts", db_index=False)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="parts", db_index=False)
    part = models.CharField(max_length=24)
    since = models.IntegerField()
    """Sequence number of the entry that gave the part."""
    until = models.IntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "staff", "part", "since"), name="part_once"),
        )
        indexes = (models.Index(fields=("staff", "part"), name="part_of_staff"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.part} {self.staff_id}"
