"""The promises as a line with today on it: what was kept, what was not, what is to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from jiesu.cases.models import Case
from jiesu.portal.moments import tell
from jiesu.portal.outages import Broken
from jiesu.portal.pledges import Pledge


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the line."""

    at: datetime
    title: str
    words: str
    tone: str
    why: tuple[str, ...] = ()


def course_of(
    case: Case, promises: Sequence[Pledge], now: datetime, broken: Broken | None = None
) -> list[Point]:
    """Return the line: received, each promise at its day, today, and the end if it has one.

    ``broken`` is the outage that the case belongs to: its end stands there, too.
    """
    began = Point(case.received_at, _("收到您的投诉"), tell(case.received_at), "ok")
    each = [_point(one) for one in promises]
    ended = []
    if case.closed_at:
        ended.append(Point(case.closed_at, _("办结"), tell(case.closed_at), "ok"))
    today = Point(now, _("今天，%(day)s") % {"day": tell(now)}, "", "today")
    there = _outage(broken, now) if broken else []
    return sorted([began, *each, *there, *ended, today], key=lambda point: point.at)


def _outage(broken: Broken, now: datetime) -> list[Point]:
    if broken.over:
        return [Point(broken.over, broken.heading, tell(broken.over), "ok")]
    if broken.back_at and broken.back_at >= now:
        title = _("计划施工预计结束") if broken.planned else _("区域故障预计恢复")
        return [Point(broken.back_at, title, tell(broken.back_at), "info")]
    return []


def _point(pledge: Pledge) -> Point:
    why = (pledge.basis, *pledge.why)
    return Point(pledge.at, pledge.title, pledge.sentence, pledge.tone, why)
