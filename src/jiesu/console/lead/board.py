"""The board: what will be late, by whom; work is handed over by a form, by key or by dragging."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiesu.cases.models import Case
from jiesu.cases.moves import make_move
from jiesu.cases.refusals import Refusal, UnknownCase
from jiesu.console.lead.looming import HOURS, MOST, looming
from jiesu.console.page import shown
from jiesu.console.promises import next_due
from jiesu.people.actor import Actor
from jiesu.people.doors import StaffRequest, door
from jiesu.people.models import Absence, Staff
from jiesu.people.scopes import scopes


@door("hand_over")
@never_cache
@require_safe
def board(request: StaffRequest) -> HttpResponse:
    """Show what is late or will be within 1, 4, 24 hours, by team and person."""
    now = timezone.now()
    found = looming(request.actor, now)
    told = {
        "rows": [
            {"case": case, "due": next_due(case), "call": case.record.get("call") or {}}
            for case in found.cases
        ],
        "people": [
            {"key": key or 0, "name": name, "note": work_no, "counts": pile.counts}
            for pile in found.people
            for key, name, work_no in [pile.by]
        ],
        "units": [{"name": pile.by[0], "counts": pile.counts} for pile in found.units],
        "more": MOST if found.more else 0,
        "owners": owners_of(request.actor, now),
        "pile_columns": [_("姓名"), _("已超时"), *(_("%(n)d 小时内") % {"n": n} for n in HOURS)],
        "unit_columns": [_("单位"), _("已超时"), *(_("%(n)d 小时内") % {"n": n} for n in HOURS)],
        "columns": [_("编号"), _("事由"), _("下一时限"), _("专人"), _("督办"), _("移交")],
    }
    return shown(request, "lead/board.html", told)


@door("hand_over")
@require_POST
def hand_on(request: StaffRequest) -> HttpResponse:
    """Say ``hand_over`` on a case of the board, with the reason told."""
    posted = request.POST
    number, owner = posted.get("number", ""), posted.get("owner_id", "")
    words = {
        "owner_id": int(owner) if owner.isdecimal() else 0,
        "reason": posted.get("reason", ""),
        "kind": "workload",
    }
    version = posted.get("version", "")
    try:
        make_move(
            request.actor,
            number,
            "hand_over",
            words,
            now=timezone.now(),
            version=int(version) if version.isdecimal() else None,
            key=posted.get("key", ""),
        )
    except UnknownCase:
        raise Http404 from None
    except Refusal as refusal:
        messages.error(request, f"{number}：{refusal.sentence}")
    else:
        messages.success(request, _("%(number)s 已更换专人，并通知了用户。") % {"number": number})
    return redirect("console:board")


def owners_of(actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """Return the owners in the actor's units: how much they have, and until when they are away."""
    within = Q()
    for prefix in scopes(actor).prefixes:
        within |= Q(grants__organisation__path__startswith=prefix)
    held = Staff.objects.filter(
        within, left_at=None, grants__role="R07", grants__revoked_at=None
    ).distinct()
    rows = list(held.order_by("work_no").values("id", "name", "work_no"))
    ids = [row["id"] for row in rows]
    mine = Case.objects.open().filter(owner__in=ids).order_by().values("owner")
    load = dict(mine.annotate(n=Count("id")).values_list("owner", "n"))
    away = Absence.objects.filter(staff__in=ids, ended_at=None, since__lte=now, until__gt=now)
    until = dict(away.values_list("staff_id", "until"))
    return [{**row, "load": load.get(row["id"], 0), "until": until.get(row["id"])} for row in rows]
