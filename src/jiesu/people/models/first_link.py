"""The link by which an empty installation gets its first administrator."""

from django.db import models

from jiesu.people.models.staff import Staff


class FirstLink(models.Model):
    """Only the token's SHA-256 is kept. It works once and not after ``expires_at``."""

    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"
