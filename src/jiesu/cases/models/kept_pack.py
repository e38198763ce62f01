"""The text of a policy pack that a case was frozen on: files change, what was promised does not."""

from django.db import models


class KeptPack(models.Model):
    """One version of a pack, kept from the first case that is frozen on it. Never changed."""

    code = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    """SHA-256 of what the pack rules (``rules/policies``)."""
    text = models.BinaryField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("code", "digest"), name="kept_pack_version"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.digest[:12]}"
