"""Hands out the volume of a case: masked to whoever sees it, in full for a reason that is kept."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jiesu.cases.masking import PARTICULARS, TEXT
from jiesu.cases.models import Case
from jiesu.cases.moves import make_move
from jiesu.cases.permit import parts_of
from jiesu.cases.refusals import Refusal, UnknownCase
from jiesu.console.choices import choices
from jiesu.console.labels import label
from jiesu.console.page import shown
from jiesu.console.story import SHOWN_FOR, case_for
from jiesu.console.volume import volume_of
from jiesu.people.audit import note
from jiesu.people.doors import StaffRequest, door
from jiesu.people.errors import RefusedError
from jiesu.people.unmasking import unmasking
from jiesu.ui.fields import Field
from jiesu.ui.paper.typeset import pdf


@door("view_case")
@never_cache
@require_http_methods(["GET", "POST"])
def volume(request: StaffRequest, number: str) -> HttpResponse:
    """Offer the volume; a POST reveals the particulars for a reason and leads to the full one."""
    case = case_for(request.actor, number)
    if request.method == "GET":
        return _page(request, case)
    words = {
        "fields": [*sorted(PARTICULARS & case.masked.keys() - {"handle"}), TEXT],
        "purpose": request.POST.get("purpose", ""),
        "why": request.POST.get("why", ""),
    }
    try:
        entry = make_move(request.actor, number, "reveal", words, now=timezone.now())
    except UnknownCase:
        raise Http404 from None
    except Refusal as refusal:
        return _page(request, case, refusal.sentence, refusal.status)
    except RefusedError as refusal:
        return _page(request, case, str(refusal), 409)
    if entry.verb == "request":
        messages.info(request, _("已提请审批，批准后再取完整卷宗。"))
        return redirect("console:case", number)
    return redirect(f"{reverse('console:volume_pdf', args=[number])}?full=1")


@door("view_case")
@never_cache
@require_safe
def volume_pdf(request: StaffRequest, number: str) -> HttpResponse:
    """Set the volume and write down who took it; in full only within ten minutes of a reveal."""
    actor, now = request.actor, timezone.now()
    case = case_for(actor, number)
    full = request.GET.get("full") == "1"
    if full and not _revealed(request, case):
        return redirect("console:volume", number)
    content = pdf(volume_of(actor, case, now, full=full))
    note("take_volume", at=now, by=actor.staff_id, facts={"case": number, "full": int(full)})
    name = f"{number}-{'full' if full else 'masked'}.pdf"
    headers = {
        "Content-Disposition": f"attachment; filename={name}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _revealed(request: StaffRequest, case: Case) -> bool:
    """Whether this person gave a reason for the whole text just now; the right alone is not it."""
    since = timezone.now() - SHOWN_FOR
    told = case.entries.filter(verb="reveal", by_staff=request.actor.staff_id, at__gte=since)
    return any(TEXT in entry.facts.get("fields", ()) for entry in told)


def _page(request: StaffRequest, case: Case, refused: str = "", status: int = 200) -> HttpResponse:
    actor = request.actor
    right = unmasking(actor, unit_path=case.unit_path, parts=parts_of(actor, case))
    told = {
        "case": case,
        "refused": refused,
        "may_open": right.plain or right.ask or bool(right.second),
        "fields": _fields(request, case),
    }
    return shown(request, "console/volume.html", told, status)


def _fields(request: StaffRequest, case: Case) -> list[Field]:
    offered = choices("purpose", "reveal", request.actor, case)
    purpose, why = label("purpose", "reveal"), label("why", "reveal")
    posted = request.POST
    return [
        Field(
            "purpose",
            purpose.title,
            "one",
            hint=purpose.hint,
            required=True,
            choices=offered,
            value=posted.get("purpose", ""),
        ),
        Field(
            "why",
            why.title,
            "text",
            hint=why.hint,
            required=True,
            most=200,
            value=posted.get("why", ""),
        ),
    ]
