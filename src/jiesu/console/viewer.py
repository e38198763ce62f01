"""Looks at one piece of evidence: the copy for wide use, or the original for a reason (§12.4)."""

from pathlib import Path
from typing import Any, Literal

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiesu.cases.evidence import ending_of, looking, piece_of, show, view
from jiesu.cases.models import Case, Evidence
from jiesu.cases.permit import parts_of
from jiesu.cases.refusals import Refusal, UnknownCase
from jiesu.console.excerpt import excerpt, excerpt_of_sheet
from jiesu.console.page import shown
from jiesu.console.tongue import evidence_title, reason_title
from jiesu.kit.sheets import SheetError
from jiesu.people.doors import StaffRequest, door
from jiesu.people.errors import RefusedError
from jiesu.people.permissions import book
from jiesu.people.unmasking import unmasking
from jiesu.ui.fields import Choice, Field
from jiesu.ui.tongue import named

Manner = Literal["image", "audio", "video", "pdf", "sheet", "table", "text", "file"]
LOOKS = 100
"""Looks that are listed, the latest first."""
_MANNERS: dict[str, Manner] = {
    "image/jpeg": "image",
    "image/png": "image",
    "image/webp": "image",
    "audio/amr": "file",
    "application/pdf": "pdf",
}


@door("view_case")
@never_cache
@require_http_methods(["GET", "POST"])
def viewer(request: StaffRequest, number: str, seq: int) -> HttpResponse:
    """Show the piece; a POST opens the original for ten minutes, with the reason in the log."""
    actor, now = request.actor, timezone.now()
    try:
        case, piece = piece_of(actor, number, seq)
    except UnknownCase:
        raise Http404 from None
    if request.method == "GET":
        return _page(request, case, piece)
    try:
        view(actor, number, seq, copy="original", now=now, reason=request.POST.get("reason", ""))
    except UnknownCase:
        raise Http404 from None
    except Refusal as refusal:
        return _page(request, case, piece, refusal.sentence, refusal.status)
    except RefusedError as refusal:
        return _page(request, case, piece, str(refusal), 409)
    return redirect(f"{reverse('console:viewer', args=[number, seq])}?copy=original")


def _page(
    request: StaffRequest, case: Case, piece: Evidence, refused: str = "", status: int = 200
) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    wants_original = request.GET.get("copy") == "original"
    original = wants_original and looking(actor, piece, "original", now)
    right = unmasking(actor, unit_path=case.unit_path, parts=parts_of(actor, case))
    told: dict[str, Any] = {
        "case": case,
        "piece": piece,
        "kind": evidence_title(piece.kind),
        "original": original,
        "refused": refused,
        "may_open": right.plain or right.ask,
        "reason": _reasons(),
        "looks": _looks(piece),
    }
    if not piece.erased_at and (original or piece.redacted):
        told |= _opened(request, piece, "original" if original else "redacted")
    return shown(request, "console/viewer.html", told, status)


def _opened(
    request: StaffRequest, piece: Evidence, copy: Literal["original", "redacted"]
) -> dict[str, Any]:
    manner = manner_of(piece)
    number = piece.case.number
    where = reverse("console:piece", args=[number, piece.seq, copy])
    told: dict[str, Any] = {"manner": manner, "href": where, "copy": copy}
    if manner in {"sheet", "table", "text"}:
        try:
            file = show(request.actor, number, piece.seq, copy=copy, now=timezone.now())
        except (Refusal, RefusedError) as refusal:
            return {"refused": str(refusal)}
        told |= _beginning(file.path, manner)
    return told


def _beginning(path: Path, manner: Manner) -> dict[str, Any]:
    if manner != "sheet":
        return {"excerpt": excerpt(path, table=manner == "table")}
    try:
        return {"excerpt": excerpt_of_sheet(path)}
    except SheetError:  # what lies there is evidence all the same, and can be saved
        return {"manner": "file", "unreadable": True}


def manner_of(piece: Evidence) -> Manner:
    """How a piece is looked at; what no browser can show is offered as a file."""
    kind = piece.content_type
    if kind.startswith("text/") and ending_of(piece) == "csv":
        return "table"
    if ending_of(piece) == "xlsx":
        return "sheet"
    if found := _MANNERS.get(kind):
        return found
    first = kind.partition("/")[0]
    known: dict[str, Manner] = {"audio": "audio", "video": "video", "text": "text"}
    return known.get(first, "file")


def _reasons() -> Field:
    told = tuple(Choice(one.code, named(one)) for one in book().reveal.reasons)
    return Field("reason", _("查看原件的事由"), "one", required=True, choices=told)


def _looks(piece: Evidence) -> list[dict[str, Any]]:
    looks = piece.views.select_related("by_staff").order_by("-at", "-id")[:LOOKS]
    acts = {"view": _("查看%(copy)s"), "export": _("导出%(copy)s")}
    copies = {"original": _("原件"), "redacted": _("脱敏副本")}
    return [
        {
            "who": f"{one.by_staff.name} {one.by_staff.work_no}" if one.by_staff else _("用户"),
            "at": one.at,
            "what": acts.get(one.act, one.act) % {"copy": copies.get(one.copy, one.copy)},
            "why": reason_title(one.reason),
        }
        for one in looks
    ]
