"""A promise as a row, so that the one falling due next can be found (§10)."""

from django.db import models
from django.db.models import Q

from jiesu.cases.models.case import Case


class PromiseRow(models.Model):
    """What ``rules.clocks.derive`` says of one clock, plus the moment of its next alarm.

    ``alarm_at``/``alarm_level`` name the next level to act on: 50, 80, 100, then 101 … for every
    further 24 h overdue (C11). A stopped or paused promise has none.
    """

    case = models.ForeignKey(
        Case, models.CASCADE, related_name="promises", db_index=False, db_constraint=False
    )
    """Written by the statement that writes the case, or under its lock; its ledger keeps the case
    from ever being deleted (docs/decisions/0155). ``jiesu verify`` looks for promises of none."""
    clock = models.CharField(max_length=24)
    pack = models.CharField(max_length=40)
    layer = models.CharField(max_length=10)
    cycle = models.IntegerField()
    anchor = models.IntegerField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    original_due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    paused_since = models.DateTimeField(null=True)
    binding = models.BooleanField()
    warn_at = models.JSONField(default=list)
    """Percentages of its time at which to warn."""
    alarm_at = models.DateTimeField(null=True)
    alarm_level = models.IntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "clock", "pack", "anchor"), name="promise_once"
            ),
        )
        indexes = (
            models.Index(fields=("alarm_at",), condition=~Q(alarm_at=None), name="promise_alarm"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.clock} {self.pack}"
