"""What is known to be broken where the customer is: told before sending, and after (S105, S106).

Before sending only what the customer typed is looked up by, never the line of a typed account:
whoever types another's account must not learn where that line lies.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.desk import desk
from jiesu.cases.models import Case
from jiesu.incidents.known import Known, known_at
from jiesu.incidents.matters import may_explain
from jiesu.incidents.models import WORK, Outage
from jiesu.portal.moments import tell
from jiesu.portal.offers import Offer
from jiesu.ui.fields import Choice, Field

ANOTHER = "another"
"""What is chosen if the complaint is about something else."""
STILL_BAD = "区域故障恢复后仍无法上网。"
"""What is kept of a tap on "still bad": the record speaks Chinese."""
_SAYING = {"expedite": "said", "supplement": "text", "reopen": "reason"}
"""By which verb it can be told that a line is still bad, and in which of its words."""


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
    over: datetime | None = None

    @property
    def called_off(self) -> bool:
        """Whether it is work that never began."""
        return self.over is not None and self.over < self.since

    @property
    def heading(self) -> str:
        """Say in a word how far it is."""
        if self.over is None:
            return _("所在区域有计划施工") if self.planned else _("所在区域的故障正在抢修")
        if self.called_off:
            return _("计划施工已取消")
        return _("计划施工已结束") if self.planned else _("区域故障已恢复")

    def told_at(self, now: datetime) -> str:
        """Say what it is, since when, and until when as far as that is known."""
        facts = {"cause": self.cause, "since": tell(self.since)}
        if self.called_off:
            return _("%(cause)s，原定%(since)s开始，不再进行。") % facts
        if self.over:
            return _("%(cause)s，%(over)s已恢复。") % {**facts, "over": tell(self.over)}
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


def broken_for(case: Case) -> Broken | None:
    """Return the outage that ``case`` belongs to."""
    found = Outage.objects.filter(number=case.outage).first() if case.outage else None
    if found is None:
        return None
    return Broken(
        found.number,
        found.kind == WORK,
        found.cause,
        found.since,
        found.back_at,
        over=found.ended_at,
    )


def asked(known: Sequence[Broken], chosen: str, *, likely: bool) -> Field:
    """Ask whether it is this that the complaint is about.

    Where the address lies in a fault and the complaint sounds like one (``likely``), it is taken
    to be so: whoever means something else says it.
    """
    sure = [one.number for one in known if one.sure and not one.planned]
    taken = sure[0] if sure and likely else ANOTHER
    yes = _("是“%(cause)s”，恢复后通知我")
    told = [Choice(one.number, yes % {"cause": one.cause}) for one in known]
    return Field(
        "outage",
        _("您说的是这件事吗？"),
        "one",
        required=True,
        value=chosen or taken,
        choices=(*told, Choice(ANOTHER, _("不是，请单独核实"))),
    )


def meant(chosen: str, intake: Intake, now: datetime) -> str:
    """Return the number of the outage that was chosen; what is over by now is none."""
    return next((one.number for one in broken_near(intake, now) if one.number == chosen), "")


def pressed_since(case: Case, moment: datetime) -> bool:
    """Whether the customer pressed after ``moment``: what was said once need not be said again."""
    pressed = case.record.get("expedites", ())
    return any(datetime.fromisoformat(one["at"]) > moment for one in pressed)


def way_to_tell(offered: Iterable[Offer]) -> tuple[str, str] | None:
    """Return the verb by which a line still bad is told now, and the word that says it."""
    able = {offer.verb for offer in offered}
    return next(((verb, word) for verb, word in _SAYING.items() if verb in able), None)


def _known(one: Known) -> Broken:
    planned = one.kind == WORK
    return Broken(one.number, planned, one.cause, one.since, one.back_at, one.where, one.sure)
