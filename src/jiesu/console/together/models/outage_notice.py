"""Something that one person should know of an outage."""

from django.db import models
from django.db.models import Q

from jiesu.incidents.models import OutageAlarm
from jiesu.people.models import Staff


class OutageNotice(models.Model):
    """One line of somebody's inbox: it points to what came up and holds no text of its own."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+", db_index=False)
    alarm = models.ForeignKey(OutageAlarm, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("staff", "alarm"), name="outage_notice_once"),
        )
        indexes = (
            models.Index(fields=("staff",), condition=Q(read_at=None), name="outage_notice_unread"),
        )

    def __str__(self) -> str:
        return f"{self.staff_id} {self.alarm_id}"
