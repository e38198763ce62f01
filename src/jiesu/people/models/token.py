"""A token by which a program acts as a member of staff."""

from django.db import models

from jiesu.people.models.staff import Staff


class ApiToken(models.Model):
    """Only the token's SHA-256 is kept: whoever reads the table cannot use it."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="tokens")
    digest = models.BinaryField(max_length=32, unique=True)
    label = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.label
