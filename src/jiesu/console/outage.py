"""The outage that a case was joined to, as the page of the case tells it (§11 linked_outage)."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from jiesu.cases.models import Case
from jiesu.console.telling import spoken
from jiesu.incidents.models import Outage
from jiesu.people.actor import Actor


@dataclass(frozen=True, slots=True)
class Linked:
    """One outage: what, where, since when and until when."""

    outage: Outage
    late: bool
    """The time told for its end has passed, and it has not ended."""

    @property
    def href(self) -> str:
        """Where the register tells of it."""
        return reverse("console:outage", args=[self.outage.number])

    @property
    def stands(self) -> str:
        """How far it is: over, expected to be, late, or not known."""
        if self.outage.called_off:
            return _("已取消")
        if self.outage.ended_at:
            return _("%(at)s 已恢复") % {"at": spoken(self.outage.ended_at)}
        if not self.outage.back_at:
            return _("恢复时间未定")
        told = {"at": spoken(self.outage.back_at)}
        return (_("预计 %(at)s 恢复，已过") if self.late else _("预计 %(at)s 恢复")) % told


def linked_outage(actor: Actor, case: Case, now: datetime) -> Linked | None:
    """Return the outage that ``case`` belongs to, as far as ``actor`` may open the register."""
    if not case.outage:
        return None
    found = Outage.objects.visible_to(actor).filter(number=case.outage).first()
    return Linked(found, found.overdue(now)) if found else None
