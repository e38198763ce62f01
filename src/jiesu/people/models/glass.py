"""An emergency look at a case (break-glass, §17)."""

from django.db import models

from jiesu.kit.resealing import SealedColumn, register
from jiesu.kit.sealed import unseal_json
from jiesu.people.models.staff import Staff


class BrokenGlass(models.Model):
    """``staff`` may look at one case until ``until``; the privacy officers are told."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    case_no = models.CharField(max_length=30)
    secret = models.BinaryField(null=True)
    """Sealed JSON: ``reason``, which may name people. None once the case was erased."""
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("staff", "-until"), name="glass_in_force"),)

    def __str__(self) -> str:
        return f"{self.staff_id} {self.case_no}"

    @property
    def reason(self) -> str:
        """Why it could not wait."""
        return str(unseal_json(bytes(self.secret))["reason"]) if self.secret else ""


class GlassNotice(models.Model):
    """A privacy officer who must look at an emergency look, and when it was looked at."""

    glass = models.ForeignKey(BrokenGlass, models.CASCADE, related_name="notices")
    officer = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("glass", "officer"), name="glass_notice_once"),
        )

    def __str__(self) -> str:
        return f"{self.glass_id} {self.officer_id}"


register(SealedColumn("people_brokenglass", "id", "secret"))
