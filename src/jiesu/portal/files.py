"""Pictures and papers that customers send: whitelisted, scanned, kept (S144, S153, §12.4)."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiesu.cases.evidence import view
from jiesu.cases.models import Case, Entry, Evidence
from jiesu.cases.moves import make_move
from jiesu.cases.refusals import Refusal, UnknownCase
from jiesu.cases.uploads import take_in
from jiesu.portal.doors import CaseRequest, own_case
from jiesu.portal.labels import label
from jiesu.portal.page import shown
from jiesu.rules.evidence.kinds import our_own
from jiesu.ui.fields import Choice, Field
from jiesu.ui.joining import listed

KINDS = ("photo", "speed_test", "bill", "contract", "video", "chat")
"""Kinds that customers have at hand; the rest comes in through staff."""
_MOST_NOTE = 2000


@own_case
@require_http_methods(["GET", "POST"])
def files(request: CaseRequest) -> HttpResponse:
    """Show what the customer has sent and the form to send more."""
    if request.method == "GET":
        return _page(request, "")
    sent = [one for one in request.FILES.getlist("file") if isinstance(one, UploadedFile)]
    if not sent:
        return _page(request, _("还没有选择文件，请选择后再提交。"), 422)
    for n, file in enumerate(sent):
        try:
            _take_in(request, file)
        except UnknownCase:
            raise Http404 from None
        except Refusal as refusal:
            return _page(request, _said(refusal, sent[:n]), refusal.status)
    messages.success(request, _("已收到您的材料。"))
    return redirect("portal:files", request.case.number)


@own_case
def file(request: CaseRequest, seq: int) -> HttpResponseBase:
    """Show the copy of a file that the customer sent; what others brought stays with them."""
    if not own_pieces(request.case).filter(seq=seq).exists():
        raise Http404
    try:
        found = view(request.actor, request.case.number, seq, copy="redacted", now=timezone.now())
    except Refusal:
        raise Http404 from None
    return StreamingHttpResponse(found.chunks(), headers=found.headers)


def own_pieces(case: Case) -> QuerySet[Evidence]:
    """Return the pieces that the customer added, not those that the house collected."""
    by_customer = Entry.objects.filter(case=case, verb="add_evidence", by_kind="customer")
    held = Evidence.objects.filter(case=case, seq__in=by_customer.values("seq"), erased_at=None)
    return held.order_by("seq")


def _take_in(request: CaseRequest, file: "UploadedFile[bytes]") -> None:
    kind = request.POST.get("kind", "")
    chosen = kind if kind in KINDS else KINDS[0]
    receipt = take_in(file.chunks(), name=file.name or "", kind=chosen, actor=request.actor)
    words = {"receipt": receipt, "note": request.POST.get("note", "")[:_MOST_NOTE]}
    make_move(request.actor, request.case.number, "add_evidence", words, now=timezone.now())


def _said(refusal: Refusal, before: list["UploadedFile[bytes]"]) -> str:
    """Why a file stayed outside, and that those before it came in."""
    if not before:
        return refusal.sentence
    names = listed(one.name or "" for one in before)
    return _("%(why)s（前面的已收到：%(names)s）") % {"why": refusal.sentence, "names": names}


def _page(request: CaseRequest, wrong: str, status: int = 200) -> HttpResponse:
    told = {
        "case": request.case,
        "fields": _fields(request, wrong),
        "pieces": [(one, our_own().kinds[one.kind].zh) for one in own_pieces(request.case)],
    }
    return shown(request, "files", told, status)


def _fields(request: CaseRequest, wrong: str) -> list[Field]:
    kinds = tuple(Choice(code, label(f"kind:{code}").title) for code in KINDS)
    posted = request.POST
    chosen = posted.get("kind", KINDS[0])
    return [
        Field(
            "file",
            _("文件"),
            "file",
            hint=_("可以一次选几个，也可以现在拍。照片会去掉拍摄地点等信息再使用。"),
            required=True,
            error=wrong,
        ).with_attributes(multiple="multiple"),
        Field("kind", _("这是什么"), "one", required=True, choices=kinds, value=chosen),
        Field("note", _("说明"), "page", value=posted.get("note", ""), most=_MOST_NOTE),
    ]
