"""An emergency look at one case, and the officers who look at it afterwards (§17)."""

from typing import Annotated

import msgspec
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from msgspec import Meta

from jiesu.cases.models import Case
from jiesu.console.page import shown
from jiesu.kit.masks import mask_identities
from jiesu.people.actor import Actor
from jiesu.people.doors import StaffRequest, door
from jiesu.people.errors import RefusedError
from jiesu.people.glass import break_glass
from jiesu.people.models import GlassNotice
from jiesu.ui.fields import Label
from jiesu.ui.forms import Manner, faults_of, fields_of, read_form

MOST = 100


class Emergency(msgspec.Struct, kw_only=True):
    """Which case, and why it cannot wait."""

    number: Annotated[str, Meta(min_length=1, max_length=30)]
    reason: Annotated[str, Meta(min_length=10, max_length=200)]


@door("look_in_emergency")
def emergency(request: StaffRequest) -> HttpResponse:
    """Ask which case and why; open it for an hour and tell the privacy officers."""
    read = read_form(request.POST, Emergency)
    faults = faults_of(Emergency, read) if request.method == "POST" else {}
    if request.method == "POST" and not faults:
        try:
            return _open(request.actor, msgspec.convert(read, Emergency))
        except RefusedError as refused:
            faults = {"number": str(refused)}
    manner = Manner(_titled)
    told = {"fields": fields_of(Emergency, manner, read, faults)}
    return shown(request, "console/emergency.html", told, 422 if faults else 200)


@door("review_reveals")
def looks(request: StaffRequest) -> HttpResponse:
    """Show the officer the emergency looks, those not yet looked at first."""
    notices = GlassNotice.objects.filter(officer=request.actor.staff_id)
    rows = notices.select_related("glass__staff").order_by("seen_at", "-glass__at")
    told = {
        "rows": [
            {"one": one, "reason": mask_identities(one.glass.reason)}
            for one in sorted(rows[:MOST], key=lambda one: one.seen_at is not None)
        ],
        "columns": [_("时间"), _("谁"), _("投诉"), _("理由"), _("复核")],
    }
    return shown(request, "console/looks.html", told)


@door("review_reveals")
@require_POST
def looked_at(request: StaffRequest, notice_id: int) -> HttpResponse:
    """Write down that the officer has looked at it; twice is once."""
    mine = GlassNotice.objects.filter(pk=notice_id, officer=request.actor.staff_id, seen_at=None)
    if mine.update(seen_at=timezone.now()):
        messages.success(request, _("已记录复核。"))
    return redirect("console:looks")


def _open(actor: Actor, told: Emergency) -> HttpResponse:
    if not Case.objects.filter(number=told.number).exists():
        raise RefusedError(_("没有这个编号的投诉，未打开。请核对编号。"))
    break_glass(actor, told.number, reason=told.reason, at=timezone.now())
    return redirect("console:case", told.number)


def _titled(name: str) -> Label:
    titles = {
        "number": Label(_("投诉编号")),
        "reason": Label(_("为什么不能等"), _("至少十个字；个人信息保护负责人会逐条复核。")),
    }
    return titles[name]
