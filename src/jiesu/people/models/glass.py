"""An emergency look at a case (break-glass, §17)."""

from django.db import models

from jiesu.people.models.staff import Staff


class BrokenGlass(models.Model):
    """``staff`` may look at one case until ``until``; the privacy officers are told."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    case_no = models.CharField(max_length=30)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("staff", "-until"), name="glass_in_force"),)

    def __str__(self) -> str:
        return f"{self.staff_id} {self.case_no}"


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
