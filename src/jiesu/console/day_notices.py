"""Notices of holidays on screen: brought by one, approved or declined by another (§17)."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiesu.cases.book import calendar
from jiesu.cases.calendar import (
    approve_calendar,
    ask_calendar,
    days_of,
    deciders,
    decline_calendar,
    may_decide,
    waiting_days,
)
from jiesu.cases.models import DayNotice
from jiesu.cases.reasons import reason_told
from jiesu.cases.refusals import Refusal
from jiesu.people.actor import Actor
from jiesu.people.doors import StaffRequest, door
from jiesu.people.models import Staff
from jiesu.rules.workdays.days import KIND_SAID, Day
from jiesu.rules.workdays.importing import UnreadableDaysError
from jiesu.rules.workdays.statute import FIRST_YEAR, LAST_YEAR
from jiesu.ui.joining import listed
from jiesu.ui.tongue import named

MOST_BYTES = 200_000
MOST_NAMED = 3
DECISIONS: dict[str, Callable[..., object]] = {
    "approve": approve_calendar,
    "decline": decline_calendar,
}


@door("import_calendar")
@require_POST
def import_days(request: StaffRequest) -> HttpResponse:
    """Bring an official notice (JSON or CSV); all of it or nothing, and another approves it."""
    file = request.FILES.get("file")
    if file is None or not file.size or file.size > MOST_BYTES:
        messages.error(request, _("请选择一个不超过 200 KB 的 JSON 或 CSV 文件，尚未导入。"))
        return redirect("console:calendar")
    try:
        text, source = file.read().decode("utf-8-sig"), request.POST.get("source", "").strip()
        notice = ask_calendar(text, source, request.actor, timezone.now())
    except UnicodeDecodeError:
        messages.error(request, _("文件不是 UTF-8 编码，一天也没有导入。请另存为 UTF-8 后再试。"))
    except UnreadableDaysError as refused:
        messages.error(request, reason_told(refused.because))
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        _tell_brought(request, len(notice.days))
    return redirect("console:calendar")


def _tell_brought(request: StaffRequest, days: int) -> None:
    if nobody_decides(request.actor):
        told = _("已提交 %(days)d 天，等待批准：现在没有人能批准，办法见下。")
        messages.warning(request, told % {"days": days})
    else:
        told = _("已提交 %(days)d 天，由法务批准后生效。")
        messages.success(request, told % {"days": days})


@door("decide_calendar")
@require_POST
def decide_days(request: StaffRequest, notice_id: int, decision: str) -> HttpResponse:
    """Approve or decline one."""
    notice = get_object_or_404(DayNotice, pk=notice_id)
    act = DECISIONS.get(decision)
    if act is None:
        return redirect("console:calendar")
    try:
        act(request.actor, notice, timezone.now())
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已记录。批准的，未完成的时限将按新日历重算。"))
    return redirect("console:calendar")


def nobody_decides(actor: Actor) -> bool:
    """Whether what ``actor`` brings would wait for a second person who is not there."""
    return not deciders(actor.staff_id, actor.unit_path)


def waiting_rows(actor: Actor) -> list[dict[str, Any]]:
    """The notices that wait, each with the days on which it differs from the calendar in force."""
    return [
        {
            "notice": one,
            "changes": list(_changes(days_of(one))),
            "days": len(one.days),
            "decides": may_decide(actor, one),
            "deciders": _named(deciders(one.staff_id, one.staff.organisation.path)),
        }
        for one in waiting_days()
    ]


def _named(staff: list[Staff]) -> str:
    return listed(f"{one.name} {one.work_no}" for one in staff[:MOST_NAMED])


def _changes(days: list[Day]) -> Iterator[dict[str, Any]]:
    for day in sorted(days, key=lambda one: one.date):
        before = calendar().day(day.date) if _reckoned(day.date) else None
        if before is None or before.kind != day.kind:
            yield {"date": day.date, "before": _said(before), "after": _said(day)}


def _said(day: Day | None) -> str:
    return named(KIND_SAID[day.kind]) if day else "—"


def _reckoned(on: date) -> bool:
    return FIRST_YEAR <= on.year <= LAST_YEAR
