"""Who is there: absences with a stand-in, and what each owner takes on."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiesu.cases.book import taxonomy
from jiesu.cases.intake.desk import forget_desk
from jiesu.cases.models import Case
from jiesu.cases.moves import make_move
from jiesu.cases.refusals import Refusal
from jiesu.console.lead.board import owners_of
from jiesu.console.lead.hours import Unreadable, read_shifts, written
from jiesu.console.page import shown
from jiesu.console.together.inbox_channel import call
from jiesu.people.actor import Actor
from jiesu.people.doors import StaffRequest, door
from jiesu.people.duties import ask_another, end_absence, note_absence, set_duty
from jiesu.people.errors import RefusedError
from jiesu.people.models import Absence, Duty, Staff
from jiesu.ui.tongue import named

AT_ONCE = 50
"""Cases handed to the stand-in by one press; more take another."""


@door("hand_over")
@never_cache
@require_safe
def roster(request: StaffRequest) -> HttpResponse:
    """Show the owners, their absences, and what they take on."""
    now = timezone.now()
    owners = owners_of(request.actor, now)
    ids = [one["id"] for one in owners]
    rows = Absence.objects.filter(staff__in=ids, ended_at=None, until__gt=now)
    latest = Duty.objects.filter(staff__in=ids).order_by("staff_id", "-id").distinct("staff_id")
    duties = {duty.staff_id: duty for duty in latest}
    told = {
        "rows": [{**one, **_told(duties.get(one["id"]))} for one in owners],
        "absences": [
            {"row": row, "left": _left(request.actor, row)}
            for row in rows.select_related("staff", "substitute").order_by("since")
        ],
        "kinds": [(one.code, named(one)) for one in taxonomy().children()],
        "columns": [_("姓名"), _("在手"), _("上限"), _("熟悉的分类"), _("班次"), _("安排")],
        "absence_columns": [_("姓名"), _("不在岗时间"), _("代理人"), _("在手"), _("安排")],
    }
    return shown(request, "lead/roster.html", told)


@door("hand_over")
@require_POST
def absent(request: StaffRequest) -> HttpResponse:
    """Note an absence."""
    posted, now = request.POST, timezone.now()
    since, until = _moment(posted.get("since", "")), _moment(posted.get("until", ""))
    stand_in = posted.get("substitute", "")
    if since is None or until is None:
        messages.error(request, _("请填写开始和结束时间，未登记。"))
        return redirect("console:roster")
    substitute = _person(stand_in) if stand_in else None
    _do(
        request,
        lambda: _call_on(
            note_absence(
                request.actor,
                _person(posted.get("staff", "")),
                since=since,
                until=until,
                substitute=substitute,
                at=now,
            )
        ),
        _("已登记；这段时间新的投诉不再派给此人。"),
    )
    return redirect("console:roster")


@door("hand_over")
@require_POST
def back(request: StaffRequest, absence_id: int) -> HttpResponse:
    """Note that somebody is back early."""
    row = _absence(absence_id)
    _do(
        request, lambda: end_absence(request.actor, row, at=timezone.now()), _("已结束，恢复派单。")
    )
    return redirect("console:roster")


@door("hand_over")
@require_POST
def another(request: StaffRequest, absence_id: int) -> HttpResponse:
    """Ask somebody else to stand in."""
    row, chosen = _absence(absence_id), _person(request.POST.get("substitute", ""))
    _do(
        request,
        lambda: _call_on(ask_another(request.actor, row, chosen, at=timezone.now())),
        _("已邀请；对方同意后才能交办。"),
    )
    return redirect("console:roster")


@door("hand_over")
@require_POST
def to_stand_in(request: StaffRequest, absence_id: int) -> HttpResponse:
    """Hand open cases of the absent to the stand-in, each by its own move (T31)."""
    row, now, done = _absence(absence_id), timezone.now(), 0
    if row.substitute is None:
        raise Http404
    if row.accepted_at is None:
        messages.error(request, _("代理人还没有同意，投诉没有交出。"))
        return redirect("console:roster")
    words = {"owner_id": row.substitute_id, "reason": _("休假代理"), "kind": "leave"}
    for number in _open_of(request.actor, row).values_list("number", flat=True)[:AT_ONCE]:
        try:
            key = f"stand-in-{row.pk}-{number}"
            make_move(request.actor, number, "hand_over", words, now=now, key=key)
            done += 1
        except Refusal as refusal:
            messages.error(request, f"{number}：{refusal.sentence}")
    told = {"n": done, "name": row.substitute.name}
    messages.success(request, _("已把 %(n)d 件投诉交给 %(name)s。") % told)
    return redirect("console:roster")


@door("hand_over")
@require_POST
def duty(request: StaffRequest) -> HttpResponse:
    """Note what somebody takes on."""
    posted = request.POST
    cap = posted.get("cap", "")
    try:
        shifts = read_shifts(posted.get("shifts", ""))
    except Unreadable as wrong:
        messages.error(request, str(wrong))
        return redirect("console:roster")
    _do(
        request,
        lambda: set_duty(
            request.actor,
            _person(posted.get("staff", "")),
            cap=min(int(cap), 9999) if cap.isdecimal() else None,
            skills=[c for c in posted.getlist("skills") if c in taxonomy().categories],
            shifts=shifts,
            at=timezone.now(),
        ),
        _("已保存，从现在起按此派单。"),
    )
    return redirect("console:roster")


def _call_on(row: Absence) -> None:
    """Let whoever was asked to stand in see it at once."""
    if row.substitute_id:
        call([row.substitute_id])


def _do(request: StaffRequest, work: Any, done: str) -> None:
    try:
        work()
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        forget_desk()
        messages.success(request, done)


def _told(duty_row: Duty | None) -> dict[str, Any]:
    known = {one.code: named(one) for one in taxonomy().children()}
    skills = duty_row.skills if duty_row else []
    return {
        "cap": duty_row.cap if duty_row else None,
        "skills": skills,
        "skilled": [known.get(code, code) for code in skills],
        "shifts": written(duty_row.shifts if duty_row else []),
    }


def _left(actor: Actor, row: Absence) -> int:
    return _open_of(actor, row).count() if row.substitute_id else 0


def _open_of(actor: Actor, row: Absence) -> Any:
    return Case.objects.visible_to(actor).open().filter(owner=row.staff_id).order_by("id")


def _absence(absence_id: int) -> Absence:
    row = Absence.objects.select_related("staff__organisation", "substitute").filter(pk=absence_id)
    if found := row.first():
        return found
    raise Http404


def _person(told: str) -> Staff:
    found = Staff.objects.filter(pk=int(told) if told.isdecimal() else 0, left_at=None).first()
    if found is None:
        raise Http404
    return found


def _moment(told: str) -> datetime | None:
    try:
        found = parse_datetime(told)
    except ValueError:
        return None
    return timezone.make_aware(found) if found and timezone.is_naive(found) else found
