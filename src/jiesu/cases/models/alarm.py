"""An alarm that was acted on: which promise, which level, when it fell, when we noticed."""

from django.db import models

from jiesu.cases.models.case import Case


class Alarm(models.Model):
    """Written once per case, clock, anchor and level (C11); ``acted_at - fell_at`` is lateness."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="alarms", db_index=False)
    clock = models.CharField(max_length=24)
    pack = models.CharField(max_length=40)
    anchor = models.IntegerField()
    level = models.IntegerField()
    fell_at = models.DateTimeField()
    acted_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "clock", "pack", "anchor", "level"), name="alarm_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.clock} {self.level}"
