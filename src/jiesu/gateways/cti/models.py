"""A call as long as it is of use: a day. What is to last stands in the ledger of the case."""

from django.db import models

from jiesu.kit.resealing import SealedColumn, register


class Call(models.Model):
    """One call on one desk. ``secret`` is sealed JSON: ``caller``."""

    call_id = models.CharField(max_length=64, unique=True)
    """As the exchange names it; the same one twice is the same call."""
    work_no = models.CharField(max_length=40, db_index=True)
    """Of the member of staff on whose desk it rings."""
    called = models.CharField(max_length=20, blank=True)
    secret = models.BinaryField()
    phone_index = models.BinaryField(max_length=16)
    masked = models.CharField(max_length=40)
    rang_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    recording = models.CharField(max_length=200, blank=True)
    case_no = models.CharField(max_length=24, blank=True)
    """The complaint taken down during the call."""

    class Meta:
        ordering = ("-rang_at",)

    def __str__(self) -> str:
        return self.call_id


register(SealedColumn("cti_call", "id", "secret"))
