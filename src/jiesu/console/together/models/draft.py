"""What somebody has typed and not yet sent."""

from django.db import models

from jiesu.kit.resealing import SealedColumn, register
from jiesu.people.models import Staff


class Draft(models.Model):
    """One field of one form of one person; sealed, for it may tell of a customer (§18)."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+", db_index=False)
    place = models.CharField(max_length=120)
    """The form's address below ``/console/``, such as ``cases/TS…/annotate``."""
    field = models.CharField(max_length=60)
    text = models.BinaryField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("staff", "place", "field"), name="draft_once"),
        )
        indexes = (models.Index(fields=("saved_at",), name="draft_saved"),)

    def __str__(self) -> str:
        return f"{self.staff_id} {self.place} {self.field}"


register(SealedColumn("together_draft", "id", "text"))
