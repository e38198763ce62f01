"""How long ago something was, as one says it: the stamp beside it is exact."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from jiesu.ui.remaining import length

_JUST = timedelta(minutes=1)
_DAY = timedelta(days=1)
_LONG = timedelta(days=60)


def ago(at: datetime, now: datetime) -> str:
    """Say it in minutes, hours or days; nothing of what lies long back or ahead."""
    past = now - at
    if past < timedelta(0) or past > _LONG:
        return ""
    if past < _JUST:
        return _("刚刚")
    if past >= _DAY:
        return _("1 天前") if past.days == 1 else _("%(days)d 天前") % {"days": past.days}
    return _("%(time)s前") % {"time": length(past)}
