"""Whoever is named to stand in for somebody says yes or no; before that nothing goes there.

The answer goes to whoever asked.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiesu.console.together.inbox_channel import call
from jiesu.people.doors import StaffRequest, door
from jiesu.people.duties import answer_stand_in, see_answer
from jiesu.people.errors import RefusedError


@door("view_case")
@require_POST
def stand_in(request: StaffRequest, absence_id: int) -> HttpResponse:
    """Accept (``accepts=yes``) or decline to stand in."""
    accepts, actor = request.POST.get("accepts") == "yes", request.actor
    try:
        asker = answer_stand_in(actor, absence_id, accepts=accepts, at=timezone.now())
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        done = _("已同意代理。") if accepts else _("已谢绝代理，负责人会看到。")
        messages.success(request, done)
        call([actor.staff_id or 0, asker])
    return redirect("console:inbox")


@door("hand_over")
@require_POST
def answer_seen(request: StaffRequest, absence_id: int) -> HttpResponse:
    """Take the answer of a stand-in in; one who declined leads on to asking somebody else."""
    see_answer(request.actor, absence_id, at=timezone.now())
    call([request.actor.staff_id or 0])
    return redirect("console:roster" if request.POST.get("on") else "console:inbox")
