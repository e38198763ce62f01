"""One line of a case's ledger: who did what, when. Added, never edited (S68, S70)."""

from typing import Any, ClassVar

from django.db import models

from jiesu.cases.models.case import Case
from jiesu.people.models import Staff


class Entry(models.Model):
    """A fact with a who and a when, chained by hash to the one before it in the same case.

    ``facts`` is plain JSON without personal data or floats; ``secret`` is sealed JSON with names,
    numbers and free text. The hash covers ``commitment`` (salted SHA-256 of the secret), not the
    sealed bytes: personal data can be re-keyed or erased and the chain still proves the rest.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="entries", db_index=False)
    seq = models.IntegerField()
    verb = models.CharField(max_length=40)
    at = models.DateTimeField()
    """Server time at which the entry was written; what it tells of may lie earlier (§11.2)."""
    by_kind = models.CharField(max_length=10)
    by_staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    machine = models.CharField(max_length=20, default="complaint")
    proceeding = models.CharField(max_length=40, blank=True)
    """Number of the work order, appeal … that the verb moved; empty for the complaint itself."""
    to_state = models.CharField(max_length=24, blank=True)
    facts = models.JSONField(default=dict)
    secret = models.BinaryField(null=True)
    salt = models.BinaryField(max_length=16, null=True)
    commitment = models.BinaryField(max_length=32, null=True)
    hash = models.BinaryField(max_length=32)
    request_key = models.BinaryField(max_length=32, null=True)
    """Digest of the caller and the Idempotency-Key: the same request is written once."""
    request_digest = models.BinaryField(max_length=32, null=True)

    objects: ClassVar[models.Manager["Entry"]] = models.Manager()

    class Meta:
        ordering = ("case_id", "seq")
        constraints = (
            models.UniqueConstraint(fields=("case", "seq"), name="entry_once"),
            models.UniqueConstraint(fields=("request_key",), name="entry_request_once"),
        )

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq} {self.verb}"

    def said(self, name: str, default: Any = None) -> Any:
        """The fact called ``name``."""
        return self.facts.get(name, default)
