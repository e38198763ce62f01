"""Where a form sends what is being typed into it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from jiesu.console.together.drafts import SEVERAL, drop, keep
from jiesu.console.together.presence import type_on
from jiesu.people.doors import StaffRequest, door


@door("view_case")
@require_POST
def draft(request: StaffRequest) -> HttpResponse:
    """Keep the fields sent, and let others see that somebody types."""
    posted, now = request.POST, timezone.now()
    typed = {name[2:]: SEVERAL.join(posted.getlist(name)) for name in posted if name[:2] == "f:"}
    try:
        case = keep(request.actor, posted.get("place", ""), typed, now)
    except LookupError:
        raise Http404 from None
    if case and request.actor.staff_id is not None:
        type_on(case, request.actor.staff_id, now)
    return HttpResponse(status=204)


@door("view_case")
@require_POST
def forget(request: StaffRequest) -> HttpResponse:
    """Forget a draft and go back to the form."""
    drop(request.actor, request.POST.get("place", ""))
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        raise Http404
    return redirect(back)
