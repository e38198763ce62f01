"""Something that one person should know of a case."""

from django.db import models
from django.db.models import Q

from jiesu.cases.models import Case
from jiesu.people.models import Staff


class Notice(models.Model):
    """One line of somebody's inbox: it points to a ledger entry and holds no text of its own."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    """Why: mention, watch, owner, answer, effect, press, unowned, due, breach, call, joined, left,
    or what to do: task, order, technician, investigator, appeal, reviewer, rectifier, plan,
    verify; or no more: order_off; declined, lapsed: what one asked for is not done."""
    seq = models.IntegerField()
    """The entry it tells of; of a promise that is nearly due, the entry that began it."""
    clock = models.CharField(max_length=24, default="", db_default="")
    """The promise it tells of, if it tells of one."""
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("staff", "case", "kind", "seq", "clock"), name="notice_once"
            ),
        )
        indexes = (
            models.Index(fields=("staff", "-id"), name="notice_inbox"),
            models.Index(fields=("staff",), condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=("case",), name="notice_case"),
        )

    def __str__(self) -> str:
        return f"{self.staff_id} {self.case_id}#{self.seq} {self.kind}"
