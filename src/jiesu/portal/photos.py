"""Pictures for a complaint not yet sent: taken in at once, kept with the draft (S144, S153)."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiesu.cases.refusals import Refusal
from jiesu.cases.uploads import take_in
from jiesu.portal.complaining import following_url, stand
from jiesu.portal.doors import VisitRequest, keeping
from jiesu.portal.page import shown
from jiesu.portal.questions import after
from jiesu.portal.sending import SOMEBODY, new_key
from jiesu.portal.terms import terms
from jiesu.portal.visits import Memory, memory_of, remember
from jiesu.ui.fields import Field

_KIND = "photo"
_LONGEST_NAME = 80


@keeping
@require_http_methods(["GET", "POST"])
def photos(request: VisitRequest) -> HttpResponse:
    """Ask for pictures; each that came in stays, whatever happens to the next."""
    memory = memory_of(request.visit)
    if request.method == "GET":
        return _page(request, memory, {})
    _leave_out(memory, request.POST.get("leave_out", ""))
    faults = _take(request, memory)
    assert request.visit is not None
    remember(request.visit, memory)
    if faults:
        return _page(request, memory, faults)
    if request.POST.get("go") != "on":
        return redirect("portal:photos")
    back = request.POST.get("back") == "review"
    return redirect(following_url("review" if back else after("photos")))


def _take(request: VisitRequest, memory: Memory) -> dict[str, str]:
    """Take in what came; say by field what did not."""
    faults: dict[str, str] = {}
    for field in ("camera", "album"):
        for file in request.FILES.getlist(field):
            if isinstance(file, UploadedFile) and (wrong := _taken(memory, file)):
                faults[field] = wrong
    return faults


def _taken(memory: Memory, file: "UploadedFile[bytes]") -> str:
    """Keep one picture; return why not, or nothing."""
    if len(memory.photos) >= terms().complaint.most_photos:
        told = {"n": terms().complaint.most_photos}
        return _("这里最多 %(n)d 张，其余的请在提交后补传。") % told
    try:
        receipt = take_in(file.chunks(), name=file.name or "", kind=_KIND, actor=SOMEBODY)
    except Refusal as refusal:
        return f"{file.name}：{refusal.sentence}"
    memory.photos.append({"receipt": receipt, "name": (file.name or "")[:_LONGEST_NAME]})
    memory.key = memory.key or new_key()
    return ""


def _leave_out(memory: Memory, place: str) -> None:
    if place.isdecimal() and int(place) < len(memory.photos):
        del memory.photos[int(place)]


def _page(request: VisitRequest, memory: Memory, faults: dict[str, str]) -> HttpResponse:
    pictures = "image/*"
    told = {
        **stand("photos"),
        "fields": [
            Field("camera", _("现在拍"), "file", error=faults.get("camera", "")).with_attributes(
                accept=pictures, capture="environment"
            ),
            Field("album", _("从相册选"), "file", error=faults.get("album", "")).with_attributes(
                accept=pictures, multiple="multiple"
            ),
        ],
        "faults": faults,
        "pieces": [one["name"] for one in memory.photos],
        "back": "review" in {request.GET.get("back"), request.POST.get("back")},
    }
    return shown(request, "photos", told, 422 if faults else 200)
