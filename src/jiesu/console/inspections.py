"""Inspections on screen: asked for by auditors, decided by others, ended by either (§17)."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Annotated, Any

import msgspec
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from msgspec import Meta

from jiesu.console.page import shown
from jiesu.kit.masks import mask_text
from jiesu.people.doors import StaffRequest, door
from jiesu.people.errors import RefusedError
from jiesu.people.inspections import (
    approve_inspection,
    ask_inspection,
    decline_inspection,
    end_inspection,
)
from jiesu.people.models import Inspection, Organisation
from jiesu.ui.fields import Choice, Label
from jiesu.ui.forms import Manner, faults_of, fields_of, read_form

MOST = 100
AUDITOR = "R26"
DECISIONS: dict[str, Callable[..., None]] = {
    "approve": approve_inspection,
    "decline": decline_inspection,
    "end": end_inspection,
}


class Asked(msgspec.Struct, kw_only=True):
    """Which unit's cases somebody wants to inspect, why, and from which day to which."""

    unit: Annotated[str, Meta(min_length=1, max_length=40)]
    purpose: Annotated[str, Meta(min_length=10, max_length=200)]
    first_day: date
    last_day: date


@door("inspections")
def inspections(request: StaffRequest) -> HttpResponse:
    """Show the inspections asked for, newest first; take a new request of an auditor."""
    read = read_form(request.POST, Asked)
    faults = faults_of(Asked, read) if request.method == "POST" else {}
    if request.method == "POST" and not faults:
        try:
            _ask(request, read)
        except (RefusedError, msgspec.ValidationError) as refused:
            faults = {"first_day": _sentence(refused)}
        else:
            messages.success(request, _("检查申请已提交，由个人信息保护负责人或法务决定。"))
            return redirect("console:inspections")
    rows = _seen(request)[:MOST]
    told = {
        "rows": [_told(request, one) for one in rows],
        "columns": [_("单位"), _("目的"), _("申请人"), _("起止"), _("状态"), ""],
        "fields": fields_of(Asked, _manner(request), read, faults) if _audits(request) else [],
    }
    return shown(request, "console/inspections.html", told, 422 if faults else 200)


@door("inspections")
@require_POST
def decide(request: StaffRequest, inspection_id: int, decision: str) -> HttpResponse:
    """Approve, decline or end one."""
    one = get_object_or_404(_seen(request), pk=inspection_id)
    act = DECISIONS.get(decision)
    if act is None:
        return redirect("console:inspections")
    try:
        partial(act, request.actor, one, at=timezone.now())()
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已记录。"))
    return redirect("console:inspections")


def _ask(request: StaffRequest, read: dict[str, Any]) -> None:
    told = msgspec.convert(read, Asked, strict=False)
    unit = _units(request).filter(code=told.unit).first()
    if unit is None:
        raise RefusedError(_("没有这个单位，未提交。请重新选择。"))
    ask_inspection(
        request.actor,
        unit,
        purpose=told.purpose,
        since=_midnight(told.first_day),
        until=_midnight(told.last_day + timedelta(days=1)),
        at=timezone.now(),
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _sentence(refused: Exception) -> str:
    if isinstance(refused, RefusedError):
        return str(refused)
    return _("请按“年-月-日”填写日期。")


def _audits(request: StaffRequest) -> bool:
    return any(held.role == AUDITOR for held in request.actor.held)


def _units(request: StaffRequest) -> QuerySet[Organisation]:
    within = Q(pk__in=())
    for held in request.actor.held:
        if held.role == AUDITOR:
            within |= Q(path__startswith=held.path)
    return Organisation.objects.filter(within)


def _seen(request: StaffRequest) -> QuerySet[Inspection]:
    """The own requests; for whoever decides, those over the own units."""
    within = Q(staff=request.actor.staff_id)
    for held in request.actor.held:
        if held.role in {"R22", "R23"}:
            within |= Q(organisation__path__startswith=held.path)
    seen = Inspection.objects.filter(within).select_related("staff", "organisation", "decided_by")
    return seen.order_by("-asked_at", "-id")


def _told(request: StaffRequest, one: Inspection) -> dict[str, Any]:
    mine, now = one.staff_id == request.actor.staff_id, timezone.now()
    runs = bool(one.approved_at) and not one.ended_at and one.until > now
    return {
        "one": one,
        "purpose": mask_text(one.purpose),
        "state": _state(one, now),
        "decides": not mine and one.decided_by_id is None,
        "ends": runs,
    }


def _state(one: Inspection, now: datetime) -> str:
    if one.declined_at:
        return _("已驳回")
    if one.ended_at or one.until <= now:
        return _("已结束")
    return _("进行中") if one.approved_at else _("待决定")


def _titled(name: str) -> Label:
    titles = {
        "unit": Label(_("单位")),
        "purpose": Label(_("目的和依据"), _("至少十个字；批准人据此决定。")),
        "first_day": Label(_("第一天")),
        "last_day": Label(_("最后一天")),
    }
    return titles[name]


def _manner(request: StaffRequest) -> Manner:
    def offered(name: str) -> tuple[Choice, ...]:
        if name != "unit":
            return ()
        return tuple(Choice(c, n) for c, n in _units(request).values_list("code", "name"))

    return Manner(_titled, offered)
