"""The working calendar: a year at a glance, the alarm for the next notice, and what waits."""

import calendar as weeks
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.cases.book import calendar
from jiesu.console.day_notices import nobody_decides, waiting_rows
from jiesu.console.page import opens, shown
from jiesu.people.doors import StaffRequest, door
from jiesu.rules.workdays.calendar import next_year_alarm
from jiesu.rules.workdays.days import KIND_SAID, STATUS_SAID, Day, Kind
from jiesu.rules.workdays.shanghai import day_of
from jiesu.rules.workdays.statute import FIRST_YEAR, LAST_YEAR
from jiesu.ui.tongue import named

_MONTHS = (
    gettext_lazy("1月"), gettext_lazy("2月"), gettext_lazy("3月"), gettext_lazy("4月"),
    gettext_lazy("5月"), gettext_lazy("6月"), gettext_lazy("7月"), gettext_lazy("8月"),
    gettext_lazy("9月"), gettext_lazy("10月"), gettext_lazy("11月"), gettext_lazy("12月"),
)  # fmt: skip
_LOOKS = {
    Kind.WORKDAY: "",
    Kind.WEEKEND: "day-rest",
    Kind.STATUTORY: "day-holiday",
    Kind.BRIDGE_OFF: "day-holiday",
    Kind.MAKEUP_WORK: "day-makeup",
}


@door("view_rules")
def year(request: StaffRequest, number: int = 0) -> HttpResponse:
    """Show the calendar of a year; the present one unless told."""
    today = day_of(timezone.now())
    number = number or today.year
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise Http404
    brings = opens(request.actor, "import_calendar")
    told = {
        "year": number,
        "months": [_month(number, month) for month in range(1, 13)],
        "weekdays": [_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日")],
        "announced": calendar().announced(number),
        "alarm": next_year_alarm(today, calendar()),
        "next_year": today.year + 1,
        "special": [_row(day) for day in _days(number) if day.name or _worked_in_exchange(day)],
        "columns": [_("日期"), _("类型"), _("节日"), _("状态"), _("来源")],
        "may_import": brings,
        "nobody_decides": brings and nobody_decides(request.actor),
        "names_people": opens(request.actor, "administer"),
        "waiting": waiting_rows(request.actor),
        "waiting_columns": [_("日期"), _("现行"), _("改为")],
        "earlier": number - 1 if number > FIRST_YEAR else 0,
        "later": number + 1 if number < LAST_YEAR else 0,
    }
    return shown(request, "console/calendar.html", told)


def _days(number: int) -> list[Day]:
    return [
        calendar().day(date(number, month, on))
        for month in range(1, 13)
        for on in range(1, weeks.monthrange(number, month)[1] + 1)
    ]


def _worked_in_exchange(day: Day) -> bool:
    return day.kind is Kind.MAKEUP_WORK


def _row(day: Day) -> dict[str, Any]:
    return {
        "date": day.date,
        "kind": named(KIND_SAID[day.kind]),
        "name": day.name,
        "status": named(STATUS_SAID[day.status]),
        "source": day.source,
    }


def _month(number: int, month: int) -> dict[str, Any]:
    rows = [
        [_cell(number, month, on) if on else None for on in week]
        for week in weeks.Calendar().monthdayscalendar(number, month)
    ]
    return {"title": str(_MONTHS[month - 1]), "weeks": rows}


def _cell(number: int, month: int, on: int) -> dict[str, Any]:
    day = calendar().day(date(number, month, on))
    return {"on": on, "look": _LOOKS[day.kind], "name": day.name}
