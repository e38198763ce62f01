"""Evidence of a case: what there is, taking in another piece, looking at one (§12.4)."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jiesu.cases.evidence import export, pieces_of, show
from jiesu.cases.models import Case
from jiesu.cases.moves import make_move
from jiesu.cases.refusals import Refusal, UnknownCase, unfit
from jiesu.cases.uploads import take_in
from jiesu.console.page import shown
from jiesu.console.ranged import ranged
from jiesu.console.story import case_for
from jiesu.console.tongue import evidence_title
from jiesu.people.doors import StaffRequest, door
from jiesu.people.errors import RefusedError
from jiesu.rules.evidence.kinds import our_own
from jiesu.ui.fields import Choice, Field
from jiesu.ui.tongue import named


@door("view_case")
@never_cache
@require_http_methods(["GET", "POST"])
def evidence(request: StaffRequest, number: str) -> HttpResponse:
    """Show the evidence and the form, or take in another piece."""
    case = case_for(request.actor, number)
    if request.method == "GET":
        return _page(request, case)
    try:
        _take_in(request, case)
    except UnknownCase:
        raise Http404 from None
    except Refusal as refusal:
        return _page(request, case, refusal.sentence, refusal.status)
    messages.success(request, _("证据已添加。"))
    return redirect("console:evidence", case.number)


@door("view_case")
@never_cache
@require_safe
def piece(request: StaffRequest, number: str, seq: int, copy: str) -> HttpResponseBase:
    """Hand out one file: its copy for wide use, the original with a reason, or an export."""
    actor, now = request.actor, timezone.now()
    try:
        match copy:
            case "redacted" | "original":
                reason = request.GET.get("reason", "")
                found = show(actor, number, seq, copy=copy, now=now, reason=reason)
            case "export":
                found = export(actor, number, seq, now=now)
            case _:
                raise Http404
    except UnknownCase:
        raise Http404 from None
    except Refusal as refusal:
        return _page(request, case_for(actor, number), refusal.sentence, refusal.status)
    except RefusedError as refusal:
        return _page(request, case_for(actor, number), str(refusal), 409)
    return ranged(request, found)


def _take_in(request: StaffRequest, case: Case) -> None:
    file, posted = request.FILES.get("file"), request.POST
    if not isinstance(file, UploadedFile):
        raise unfit("file", _("还没有选择文件，未添加。请选择文件后重新提交。"))
    chunks, name = file.chunks(), file.name or ""
    receipt = take_in(chunks, name=name, kind=posted.get("kind", ""), actor=request.actor)
    words = {"receipt": receipt, "source": posted.get("source", "user"), "note": posted.get("note")}
    make_move(
        request.actor,
        case.number,
        "add_evidence",
        {name: value for name, value in words.items() if value},
        now=timezone.now(),
    )


def _page(request: StaffRequest, case: Case, refused: str = "", status: int = 200) -> HttpResponse:
    told: dict[str, Any] = {
        "case": case,
        "refused": refused,
        "pieces": [(one, evidence_title(one.kind)) for one in pieces_of(request.actor, case)],
        "fields": _fields(request),
    }
    return shown(request, "console/evidence.html", told, status)


def _fields(request: StaffRequest) -> list[Field]:
    kinds = tuple(Choice(code, named(kind)) for code, kind in our_own().kinds.items())
    sources = (
        Choice("user", _("用户提供")),
        Choice("field", _("现场取得")),
        Choice("department", _("部门提供")),
    )
    posted = request.POST
    return [
        Field("file", _("文件"), "file", required=True),
        Field("kind", _("种类"), "one", required=True, choices=kinds, value=posted.get("kind", "")),
        Field("source", _("来源"), "one", choices=sources, value=posted.get("source", "user")),
        Field("note", _("说明"), "page", value=posted.get("note", "")),
    ]
