"""A machine beside the complaint: a work order, an appeal, a rectification, an external case."""

from django.db import models

from jiesu.cases.models.case import Case
from jiesu.people.models import Organisation, Staff


class Proceeding(models.Model):
    """One such machine of one case (§11.3, §11.7-§11.9), derived from the case's ledger."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="proceedings")
    machine = models.CharField(max_length=20)
    number = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=24)
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    assignee = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    record = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("unit", "machine", "closed_at"), name="proceeding_unit"),
            models.Index(fields=("assignee", "machine", "closed_at"), name="proceeding_assignee"),
        )

    def __str__(self) -> str:
        return self.number
