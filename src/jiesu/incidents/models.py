"""An outage (群障) as it now stands, and the turns its life has taken."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from jiesu.people.access import may
from jiesu.people.actor import Actor
from jiesu.people.models import Organisation, Staff

FAULT, WORK = "fault", "work"


class OutageQuerySet(models.QuerySet["Outage"]):
    """Outages, asked for in words."""

    def visible_to(self, actor: Actor) -> Self:
        """All of them to whoever may see complaints: they hold no personal data (§12.2)."""
        verdicts = (may(actor, "view_outages", unit_path=held.path) for held in actor.held)
        return self.all() if any(verdict.allowed for verdict in verdicts) else self.none()

    def open(self) -> Self:
        """Those that have not ended."""
        return self.filter(ended_at=None)


class Outage(models.Model):
    """A fault or planned work known to affect an area. It holds no personal data.

    ``version`` is the number of its turns; If-Match compares it.
    """

    number = models.CharField(max_length=24)
    kind = models.CharField(max_length=8)
    """``fault``, or ``work`` that was planned (S123)."""
    cause = models.CharField(max_length=200)
    """What customers are told: public words that blame nobody."""
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    places = models.JSONField(default=list)
    """Estates, roads, buildings, cells as people write them; none means all of the unit."""
    sought = models.JSONField(default=list)
    """The same as they are looked for in an address (``places.py``)."""
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    """When planned work is to end; None for a fault."""
    eta = models.DateTimeField(null=True)
    """When service is expected back; None while nobody can tell."""
    ended_at = models.DateTimeField(null=True)
    """When service was back."""
    root_cause = models.CharField(max_length=24, blank=True)
    """Code of what it was, once it is closed."""
    found = models.CharField(max_length=200, blank=True)
    """What it was, in words for colleagues."""
    declared_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    version = models.IntegerField(default=1)

    objects: ClassVar[OutageQuerySet] = OutageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-since", "-id")
        constraints = (
            models.UniqueConstraint(fields=("number",), name="outage_number"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="outage_window"
            ),
        )
        indexes = (models.Index(fields=("unit",), condition=Q(ended_at=None), name="outage_open"),)

    def __str__(self) -> str:
        return self.number

    @property
    def back_at(self) -> datetime | None:
        """When service is expected back, as far as anybody can tell."""
        return self.eta or self.until

    @property
    def called_off(self) -> bool:
        """Whether it was planned work that never began."""
        return self.ended_at is not None and self.ended_at < self.since

    def overdue(self, now: datetime) -> bool:
        """Whether service should have been back before ``now`` and nobody says that it is."""
        return self.ended_at is None and self.back_at is not None and self.back_at < now

    def lasted(self, now: datetime) -> timedelta:
        """How long it lasted, or has lasted up to ``now``."""
        return (self.ended_at or now) - self.since


class OutageTurn(models.Model):
    """Something that happened to an outage: who, when, what. Added, never edited (rule 14)."""

    outage = models.ForeignKey(Outage, models.PROTECT, related_name="turns", db_index=False)
    seq = models.IntegerField()
    verb = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    facts = models.JSONField(default=dict)
    """What was said, plain JSON without personal data."""
    request_key = models.BinaryField(max_length=32, null=True)
    """Digest of the caller and the Idempotency-Key: the same request is written once."""
    request_digest = models.BinaryField(max_length=32, null=True)

    objects: ClassVar[models.Manager["OutageTurn"]] = models.Manager()

    class Meta:
        ordering = ("outage_id", "seq")
        constraints = (
            models.UniqueConstraint(fields=("outage", "seq"), name="outage_turn_once"),
            models.UniqueConstraint(fields=("request_key",), name="outage_request_once"),
        )

    def __str__(self) -> str:
        return f"{self.outage_id}#{self.seq} {self.verb}"

    def said(self, name: str, default: Any = None) -> Any:
        """The fact called ``name``."""
        return self.facts.get(name, default)


class OutageAlarm(models.Model):
    """Something that came up with an outage and that nobody said: written once, never edited.

    It is no turn: it makes no version, so that nobody's form grows stale by it, and no news that
    customers are told of.
    """

    outage = models.ForeignKey(Outage, models.PROTECT, related_name="alarms", db_index=False)
    kind = models.CharField(max_length=8)
    """``mass``, or ``overdue``."""
    level = models.CharField(max_length=4, blank=True)
    """The rung of the ladder that is called; none is when it is overdue."""
    about = models.DateTimeField(null=True)
    """The time that customers were told and that has passed, when it is overdue."""
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)
    """Why, plain JSON without personal data."""

    objects: ClassVar[models.Manager["OutageAlarm"]] = models.Manager()

    class Meta:
        ordering = ("outage_id", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("outage", "kind", "level", "about"),
                name="outage_alarm_once",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.outage_id} {self.kind} {self.level}"
