"""The screen on which a lead chooses as whom to look, and the way back."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiesu.console.page import shown
from jiesu.people import perspective
from jiesu.people.doors import StaffRequest, door, open_door
from jiesu.people.errors import RefusedError
from jiesu.people.models import Staff

MOST = 50


@door("view_as")
def colleagues(request: StaffRequest) -> HttpResponse:
    """List as whom one may look; ``q`` narrows by name, user name or work number."""
    asked = request.GET.get("q", "").strip()
    seen = perspective.within_reach(request.actor)
    if asked:
        like = Q(name__icontains=asked) | Q(username__icontains=asked)
        seen = seen.filter(like | Q(work_no__iexact=asked))
    told = {
        "rows": seen[:MOST],
        "columns": [_("姓名"), _("工号"), _("单位"), ""],
        "looked_for": asked,
    }
    return shown(request, "console/perspective.html", told)


@door("view_as")
@require_POST
def look_as(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Begin to look as somebody else."""
    staff = get_object_or_404(Staff.objects.select_related("organisation"), pk=staff_id)
    try:
        perspective.begin(request.actor, request.session, staff, at=timezone.now())
    except RefusedError as refused:
        messages.error(request, str(refused))
        return redirect("console:perspective")
    return redirect("console:home")


@open_door
@require_POST
def look_as_oneself(request: HttpRequest) -> HttpResponse:
    """End it."""
    if not request.user.is_authenticated:
        raise Http404
    perspective.end(request.session)
    return redirect("console:home")
