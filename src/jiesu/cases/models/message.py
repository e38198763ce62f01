"""An outgoing message as a row: written with the move that causes it, carried later (§19)."""

from django.db import models
from django.db.models import Q

from jiesu.cases.models.case import Case


class Message(models.Model):
    """One letter to one reader over one carrier. A carrier claims rows whose ``send_at`` came.

    ``send_at`` is null once the message is delivered or given up; until then a failed try moves
    it on. While a carrier has it in hand, ``sending_since`` says so and ``send_at`` is the end of
    its lease. So nothing is sent twice and nothing is forgotten (docs/ideas/messages.md).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="messages", db_index=False)
    seq = models.IntegerField()
    """Sequence number of the ledger entry that caused it."""
    template = models.CharField(max_length=8)
    template_version = models.CharField(max_length=16)
    carrier = models.CharField(max_length=12)
    """portal, email, sms, letter, print, call, work."""
    reader = models.CharField(max_length=16)
    """user, holder, contact, staff, authority; counter: over it by hand; public: on a platform."""
    masked = models.CharField(max_length=80, blank=True)
    """Where it goes, masked; the carrier unseals the case's particulars when it sends."""
    subject = models.CharField(max_length=200)
    body = models.TextField()
    written_at = models.DateTimeField()
    send_at = models.DateTimeField(null=True)
    sending_since = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    """When its carrier gave it up for good."""
    refusal = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "seq", "template", "carrier", "reader"), name="message_once"
            ),
        )
        indexes = (
            models.Index(
                fields=("carrier", "send_at"), condition=~Q(send_at=None), name="message_to_send"
            ),
        )

    def __str__(self) -> str:
        return f"{self.template} {self.carrier}"
