"""Says in one sentence what came up with an outage: among its turns, and in an inbox."""

from django.utils import timezone
from django.utils.translation import gettext as _

from jiesu.cases.reasons import reason_told
from jiesu.console.telling import spoken
from jiesu.incidents.alarms import OVERDUE
from jiesu.incidents.models import OutageAlarm


def alarm_sentence(alarm: OutageAlarm) -> str:
    """Say what came up, and why somebody hears of it."""
    if alarm.kind == OVERDUE:
        at = spoken(timezone.localtime(alarm.about))
        return _("告知用户的恢复时间 %(at)s 已过，没有新的说明") % {"at": at}
    facts = alarm.facts
    told = {"count": facts["count"], "level": alarm.level, "because": reason_told(facts["because"])}
    return _("已并入投诉 %(count)s 件，升级到%(level)s：%(because)s") % told
