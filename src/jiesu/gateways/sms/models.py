"""What the pretending gateway was given to send."""

from django.db import models


class PretendSms(models.Model):
    """A text message that went nowhere; its number is masked, as in every log (§18)."""

    reference = models.CharField(max_length=60, unique=True)
    masked = models.CharField(max_length=40)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.reference
