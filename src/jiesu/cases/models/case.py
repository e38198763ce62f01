"""The complaint (投诉单) as its ledger now stands: a derived row, made for reading."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from jiesu.cases.sight import sight
from jiesu.people.actor import Actor
from jiesu.people.models import Organisation, Staff

WAITS_FOR_SOMEBODY = Q(record__waiting__0__isnull=False) | Q(record__malice__state="review")
"""A second person is asked, or a review of malice (``sight.py``): few of many, so indexed."""


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases, asked for in words."""

    def visible_to(self, actor: Actor) -> Self:
        """Only what ``actor`` may see; for a stranger nothing, so that the answer is 404."""
        return self.filter(sight(actor))

    def open(self) -> Self:
        """Cases that have not ended."""
        return self.filter(closed_at=None)


class Case(models.Model):
    """One complaint. Every column follows from the ledger by ``fold``; nothing else writes here."""

    id = models.BigIntegerField(primary_key=True)
    number = models.CharField(max_length=24)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    unit_path = models.CharField(max_length=200, db_collation="C")
    state = models.CharField(max_length=24)
    case_type = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    external_source = models.CharField(max_length=20, blank=True)
    external_no = models.CharField(max_length=60, blank=True)
    region = models.CharField(max_length=6)
    rural = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    """First arrival at the operator in any channel (C8); earlier than the first entry if late."""
    category = models.CharField(max_length=8, blank=True)
    priority = models.CharField(max_length=2, blank=True)
    owner = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    identity_level = models.CharField(max_length=2, default="L0")
    subject = models.CharField(max_length=120)
    """First words of the description with numbers masked: what lists show."""
    description = models.TextField()
    desired_outcome = models.TextField(blank=True)
    masked = models.JSONField(default=dict)
    """What may be shown without a reason: name, phone, address, account, each masked (§18)."""
    secret = models.BinaryField(null=True)
    """Sealed JSON of the same particulars in full."""
    phone_index = models.BinaryField(max_length=16, null=True)
    account_index = models.BinaryField(max_length=16, null=True)
    address_index = models.BinaryField(max_length=16, null=True)
    packs = models.JSONField(default=list)
    """Policy packs frozen on the case: [[code, digest], …] (§6.2)."""
    record = models.JSONField(default=dict)
    """The rest of §12.3: findings, proposals, remedies, flags, children."""
    cycle = models.IntegerField(default=1)
    repeat_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="repeats", db_index=False
    )
    repeat_no = models.IntegerField(default=1)
    """1 for a first complaint, 2 for the second on the same matter (§15.1)."""
    master = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged", db_index=False
    )
    outage = models.CharField(max_length=24, blank=True, default="")
    """Number of the outage (群障) it is one of, until it leaves it again (S106)."""
    next_due_at = models.DateTimeField(null=True)
    next_due_clock = models.CharField(max_length=24, blank=True)
    closed_at = models.DateTimeField(null=True)
    waits_for = models.CharField(max_length=24, blank=True)
    """Verb that the system will say when ``waits_until`` has come: proceed, call_back, archive."""
    waits_until = models.DateTimeField(null=True)
    seq = models.IntegerField(default=0)
    """Number of ledger entries; also the version that If-Match compares."""
    head = models.BinaryField(max_length=32)
    """Hash of the last ledger entry."""

    objects: ClassVar[CaseQuerySet] = CaseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-received_at",)
        constraints = (models.UniqueConstraint(fields=("number",), name="case_number"),)
        indexes = (
            models.Index(
                fields=("owner", "next_due_at", "id"),
                condition=Q(closed_at=None),
                name="case_queue_owner",
            ),
            models.Index(
                fields=("next_due_at", "id"), condition=Q(closed_at=None), name="case_queue_all"
            ),
            models.Index(
                fields=("organisation", "next_due_at", "id"),
                condition=Q(closed_at=None),
                name="case_queue_unit",
            ),
            models.Index(
                fields=("phone_index", "-received_at"),
                condition=~Q(phone_index=None),
                name="case_phone",
            ),
            models.Index(
                fields=("account_index", "-received_at"),
                condition=~Q(account_index=None),
                name="case_account",
            ),
            models.Index(
                fields=("address_index", "-received_at"),
                condition=~Q(address_index=None),
                name="case_address",
            ),
            models.Index(fields=("repeat_of",), condition=~Q(repeat_of=None), name="case_repeats"),
            models.Index(fields=("master",), condition=~Q(master=None), name="case_merged"),
            models.Index(fields=("outage", "id"), condition=~Q(outage=""), name="case_outage"),
            models.Index(
                fields=("external_source", "external_no"),
                condition=~Q(external_no=""),
                name="case_external",
            ),
            models.Index(
                fields=("waits_until",), condition=~Q(waits_until=None), name="case_waits"
            ),
            models.Index(
                fields=("next_due_at", "id"), condition=WAITS_FOR_SOMEBODY, name="case_waits_for"
            ),
        )

    def __str__(self) -> str:
        return self.number
