"""The organisation tree: group, province, city, area, department, contractor crew (§5)."""

from django.db import models


class Organisation(models.Model):
    """One unit. Its ``path`` names its ancestors, so a subtree is a prefix: ``/1/4/``."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=200, unique=True, db_collation="C")
    region = models.CharField(max_length=6)
    """GB/T 2260 code of the city it serves; six digits."""
    serves = models.JSONField(default=list)
    """Kinds of department (``rules/routing``) whose orders it takes: noc, finance, area_crew …"""
    contractor = models.BooleanField(default=False)
    """Of a contractor (代维): sees only open orders of its crew (§17)."""

    class Meta:
        ordering = ("path",)

    def __str__(self) -> str:
        return self.name
