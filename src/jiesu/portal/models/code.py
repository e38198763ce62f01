"""A one-time code (N07): who asked for which number, how often it was tried."""

from django.db import models
from django.db.models import Q

from jiesu.cases.models import Case
from jiesu.portal.models.visit import Visit


class OneTimeCode(models.Model):
    """Only the code's keyed hash is kept. A row is written for unknown numbers too.

    Without ``case`` no code opens anything; tries, expiry and limits are the same, so that
    nobody learns from our answers which numbers exist.
    """

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="codes")
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    digest = models.BinaryField(max_length=32)
    number_index = models.BinaryField(max_length=16)
    address_index = models.BinaryField(max_length=16)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    concealed_at = models.DateTimeField(null=True)
    """When the code was taken out of the message that carried it."""

    class Meta:
        db_table = "portal_otp"
        indexes = (
            models.Index(fields=("number_index", "made_at"), name="portal_otp_number"),
            models.Index(fields=("address_index", "made_at"), name="portal_otp_address"),
            models.Index(
                fields=("expires_at",),
                condition=Q(concealed_at=None) & ~Q(case=None),
                name="portal_otp_to_conceal",
            ),
        )

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"
