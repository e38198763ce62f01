"""A text or a macro, whose it is, and every version of what it says."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from jiesu.people.models import Organisation, Staff


class Kept(models.Model):
    """One text or macro: somebody's own, or a unit's and of all below it."""

    kind = models.CharField(max_length=5)
    """``text`` or ``macro``."""
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(staff=None) ^ Q(organisation=None), name="wording_has_one_owner"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Version(models.Model):
    """What it said from ``at`` on; a change is a new version, so that every use can be read."""

    of = models.ForeignKey(Kept, models.PROTECT, related_name="versions")
    n = models.PositiveIntegerField()
    title = models.CharField(max_length=60)
    body = models.JSONField()
    """Of a text ``text``; of a macro ``key`` and ``steps``, each a verb and its words."""
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("of", "n"), name="wording_version_once")
        ]

    def __str__(self) -> str:
        return self.title
