"""What is known to be broken where the customer is: told before sending, and after (S105, S106).

Before sending only what the customer typed is looked up by, never the line of a typed account:
whoever types another's account must not learn where that line lies.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.desk import desk
from jiesu.incidents.known import Known, known_at
from jiesu.incidents.matters import may_explain
from jiesu.incidents.models import WORK
from jiesu.portal.moments import tell


@dataclass(frozen=True, slots=True)
class Broken:
    """One outage, as the customer reads it."""

    number: str
    planned: bool
    """Work that was planned, no fault."""
    cause: str
    since: datetime
    back_at: datetime | None
    where: str = ""
    sure: bool = True
    """The address told lies in it; else only the city does."""

    def told_at(self, now: datetime) -> str:
        """Say what it is, since when, and until when as far as that is known."""
        facts = {"cause": self.cause, "since": tell(self.since)}
        if self.back_at is None or self.back_at < now:
            return _("%(cause)s，%(since)s开始，恢复时间正在确认。") % facts
        facts["back"] = tell(self.back_at)
        if self.planned:
            return _("%(cause)s，%(since)s至%(back)s可能影响上网。") % facts
        return _("%(cause)s，%(since)s开始，预计%(back)s恢复。") % facts


def broken_near(intake: Intake, now: datetime) -> list[Broken]:
    """Return what is known where the customer says to be, the surest first."""
    unit = desk(now).by_region.get(intake.region)
    if unit is None or not may_explain(intake.category):
        return []
    return [_known(one) for one in known_at(now, unit_path=unit.path, address=intake.address)]


def _known(one: Known) -> Broken:
    planned = one.kind == WORK
    return Broken(one.number, planned, one.cause, one.since, one.back_at, one.where, one.sure)
