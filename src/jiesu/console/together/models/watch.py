"""A case that somebody wants to hear of without owning it."""

from django.db import models

from jiesu.cases.models import Case
from jiesu.people.models import Staff


class Watch(models.Model):
    """``staff`` is told of every move on ``case``, as long as the case may be seen."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", db_index=False)
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "staff"), name="watch_once"),)

    def __str__(self) -> str:
        return f"{self.staff_id} watches {self.case_id}"
