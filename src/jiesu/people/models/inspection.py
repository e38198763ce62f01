"""An inspection (检查): for a purpose and a time, an auditor sees the cases of a unit (§17 A²)."""

from django.db import models

from jiesu.kit.resealing import SealedColumn, register
from jiesu.kit.sealed import unseal_json
from jiesu.people.models.organisation import Organisation
from jiesu.people.models.staff import Staff


class Inspection(models.Model):
    """Asked for by one, decided by another; it opens cases between ``since`` and ``until``."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="inspections")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    secret = models.BinaryField()
    """Sealed JSON: ``purpose``, which may name people."""
    since = models.DateTimeField()
    until = models.DateTimeField()
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    """When it was broken off before its time."""

    class Meta:
        indexes = (models.Index(fields=("staff", "-until"), name="inspection_in_force"),)

    def __str__(self) -> str:
        return f"{self.staff_id} {self.organisation_id}"

    @property
    def purpose(self) -> str:
        """What for, and by what right."""
        return str(unseal_json(bytes(self.secret))["purpose"])


register(SealedColumn("people_inspection", "id", "secret"))
