"""What the console keeps for its people: views of the queue."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q, Value

from jiesu.people.actor import Actor
from jiesu.people.models import Organisation, Staff


class ViewQuerySet(models.QuerySet["View"]):
    """Views, asked for in words."""

    def for_actor(self, actor: Actor) -> Self:
        """Own views, and those shared with a unit that the person belongs to."""
        shared = Q(shared_path__isnull=False, theirs__startswith=F("shared_path"))
        with_path = self.alias(
            theirs=Value(actor.unit_path, output_field=models.CharField()),
            shared_path=F("shared_with__path"),
        )
        return with_path.filter(Q(owner=actor.staff_id) | shared)


class View(models.Model):
    """A look at the queue under a name. Its conditions narrow what its reader sees, never widen."""

    name = models.CharField(max_length=40)
    owner = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    shared_with = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    """Who works there or below sees it too; the topmost unit is everybody."""
    conditions = models.JSONField()
    """``console/finding/conditions.py`` reads them; nothing else is kept."""
    saved_at = models.DateTimeField()

    objects: ClassVar[ViewQuerySet] = ViewQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("owner", "name"), name="view_name"),)

    def __str__(self) -> str:
        return self.name
