"""A role granted to a person over a part of the organisation, with a who and a when."""

from django.db import models
from django.db.models import Q

from jiesu.people.models.organisation import Organisation
from jiesu.people.models.staff import Staff


class Grant(models.Model):
    """``staff`` acts as ``role`` (R03 … R26, §17) within ``organisation`` and all below it."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=3)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="grants")
    granted_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField()
    revoked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("staff", "role", "organisation"),
                condition=Q(revoked_at=None),
                name="grant_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.staff_id} {self.role} {self.organisation_id}"
