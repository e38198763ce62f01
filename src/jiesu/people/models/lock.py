"""An account locked after too many wrong passwords, with a who and a when."""

from django.db import models

from jiesu.people.models.staff import Staff


class AccountLock(models.Model):
    """Until ``until``, or until somebody lifts it, no password opens the account."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="locks")
    locked_at = models.DateTimeField()
    until = models.DateTimeField()
    failures = models.PositiveSmallIntegerField()
    lifted_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("staff", "-until"), name="lock_in_force"),)

    def __str__(self) -> str:
        return f"{self.staff_id} {self.until:%Y-%m-%d %H:%M}"
