"""What people did to accounts, roles and personal data: rows that are only ever added."""

from django.db import models

from jiesu.people.models.staff import Staff


class AuditEntry(models.Model):
    """One act. The database itself refuses to change a row, or to delete it but by retention.

    ``facts`` holds codes and numbers, never personal data (§18).
    """

    at = models.DateTimeField()
    verb = models.CharField(max_length=30)
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    """Who did it; nobody for the system and for a stranger at the door."""
    about = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    """Whose account it was done to."""
    facts = models.JSONField(default=dict)

    class Meta:
        db_table = "people_audit"
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=("about", "verb", "-at"), name="audit_about"),
            models.Index(fields=("by", "verb", "-at"), name="audit_by"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"
