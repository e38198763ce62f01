"""Evidence of a case, and who looked at it (§12.4)."""

from django.db import models

from jiesu.cases.models.case import Case
from jiesu.people.models import Staff


class Evidence(models.Model):
    """One file that an entry of the ledger added. The entry keeps its name, sealed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="evidence", db_index=False)
    seq = models.IntegerField()
    kind = models.CharField(max_length=24)
    source = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    content_type = models.CharField(max_length=100)
    redacted = models.CharField(max_length=64, blank=True)
    """SHA-256 of the copy for wide use; empty if there is none."""
    retention = models.CharField(max_length=24)
    captured_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    """When its files were removed because their term was over."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "seq"), name="evidence_once"),
            models.UniqueConstraint(fields=("case", "sha256"), name="evidence_file_once"),
        )
        indexes = (
            models.Index(
                fields=("retention", "received_at"),
                condition=models.Q(erased_at=None),
                name="evidence_kept",
            ),
            models.Index(fields=("sha256",), name="evidence_file"),
            models.Index(fields=("redacted",), name="evidence_copy"),
        )

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq} {self.kind}"


class EvidenceView(models.Model):
    """Somebody looked at a file or took it out, and why."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="views")
    at = models.DateTimeField()
    by_kind = models.CharField(max_length=10)
    by_staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    act = models.CharField(max_length=8)
    """view or export."""
    copy = models.CharField(max_length=8)
    """original or redacted."""
    reason = models.CharField(max_length=24, blank=True)
    """Why the original was looked at: a code of §17."""
    purpose = models.BinaryField(null=True)
    """What it was taken out for: sealed JSON. None once the case was erased."""

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.act} {self.by_staff_id}"
