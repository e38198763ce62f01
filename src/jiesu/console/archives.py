"""Archives on screen: ask for one, and take it out once a second person agreed (T33)."""

from typing import Annotated, Any

import msgspec
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from msgspec import Meta

from jiesu.cases.archives import unlocked
from jiesu.cases.moves import make_move
from jiesu.cases.refusals import Refusal
from jiesu.console.page import shown
from jiesu.people.doors import StaffRequest, door
from jiesu.ui.fields import Label
from jiesu.ui.forms import Manner, faults_of, fields_of, read_form


class Wanted(msgspec.Struct, kw_only=True):
    """Which archive somebody wants to see, and what for."""

    number: Annotated[str, Meta(min_length=1, max_length=30)]
    purpose: Annotated[str, Meta(min_length=4, max_length=200)]


@door("unlock")
def archives(request: StaffRequest) -> HttpResponse:
    """Take a request for an archive; show how to take out one that was agreed to."""
    read = read_form(request.POST, Wanted)
    faults = faults_of(Wanted, read) if request.method == "POST" else {}
    if request.method == "POST" and not faults:
        try:
            _ask(request, read)
        except Refusal as refused:
            faults = {"number": refused.sentence}
        else:
            messages.success(request, _("调阅申请已提交，由法务决定；批准后一天内可以取出。"))
            return redirect("console:archives")
    told = {"fields": fields_of(Wanted, Manner(_titled), read, faults)}
    return shown(request, "console/archives.html", told, 422 if faults else 200)


@door("unlock")
@never_cache
def take_out(request: StaffRequest) -> HttpResponseBase:
    """Hand the package out to the one for whom it was unlocked; each time is written down."""
    number = request.GET.get("number", "").strip()
    try:
        path = unlocked(request.actor, number, timezone.now())
    except Refusal as refused:
        messages.error(request, refused.sentence)
        return redirect("console:archives")
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{number}.zip")


def _ask(request: StaffRequest, read: dict[str, Any]) -> None:
    told = msgspec.convert(read, Wanted)
    words = {"purpose": told.purpose}
    make_move(request.actor, told.number, "unlock", words, now=timezone.now())


def _titled(name: str) -> Label:
    titles = {
        "number": Label(_("投诉编号")),
        "purpose": Label(_("用途"), _("法院、主管机关或申诉需要等；批准人据此决定。")),
    }
    return titles[name]
