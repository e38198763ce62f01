"""Says in words what came up with an outage, and who was told of it, among its turns."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiesu.console.alarm import alarm_sentence
from jiesu.console.outages.told import Turn, turns_of
from jiesu.console.together.models import OutageNotice
from jiesu.incidents.alarms import MASS, OVERDUE
from jiesu.incidents.models import Outage, OutageAlarm
from jiesu.ui.joining import listed, told_together


def story_of(outage: Outage) -> list[Turn]:
    """All that happened to it, what people did and what came up by itself; latest first."""
    alarms = list(outage.alarms.all())
    told = _told(alarms)
    came_up = [_came_up(alarm, told.get(alarm.pk, [])) for alarm in alarms]
    return sorted([*turns_of(outage), *came_up], key=lambda turn: turn.at, reverse=True)


def _came_up(alarm: OutageAlarm, people: list[str]) -> Turn:
    sentences = [alarm_sentence(alarm)]
    if people:
        sentences.append(_("已通知：%(people)s") % {"people": listed(people)})
    return Turn(_title(alarm.kind), alarm.at, _("系统"), told_together(sentences))


def _title(kind: str) -> str:
    titles = {
        MASS: pgettext("turn of an outage", "升级"),
        OVERDUE: pgettext("turn of an outage", "提醒"),
    }
    return titles[kind]


def _told(alarms: Iterable[OutageAlarm]) -> Mapping[int, list[str]]:
    """Who was told, by alarm; notices are forgotten after some months, and the names with them."""
    names = defaultdict[int, list[str]](list)
    rows = OutageNotice.objects.filter(alarm__in=list(alarms)).select_related("staff")
    for row in rows.order_by("id"):
        names[row.alarm_id].append(f"{row.staff.name} {row.staff.work_no}")
    return names
