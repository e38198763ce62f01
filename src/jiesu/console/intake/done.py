"""After saving: the number to be read out, what happens next, and the next caller (S161)."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiesu.cases.actions.register import check_complete
from jiesu.cases.models import Case
from jiesu.cases.reasons import reason_shown
from jiesu.cases.refusals import Unfit
from jiesu.console.intake.foreseen import promised
from jiesu.console.outage import linked_outage
from jiesu.console.page import shown
from jiesu.people.doors import StaffRequest, door
from jiesu.rules.numbers import grouped, spoken


@door("receive")
@never_cache
@require_safe
def done(request: StaffRequest, number: str) -> HttpResponse:
    """Show the number large, as it is said on the telephone, and the promises just made."""
    seen = Case.objects.visible_to(request.actor).select_related("owner")
    case = seen.filter(number=number).first()
    if case is None:
        raise Http404
    related = case.record.get("related") or {}
    linked = linked_outage(request.actor, case, timezone.now())
    told = {
        "case": case,
        "grouped": grouped(case.number),
        "spoken": spoken(case.number),
        "promises": promised(case),
        "because": reason_shown(related.get("because", "")) if related.get("to") else "",
        "lacking": _lacking(case),
        "facts": [
            (_("专人"), f"{case.owner.name} {case.owner.work_no}" if case.owner else ""),
            (_("回执发往"), case.masked.get("phone") or case.masked.get("email", "")),
            (_("已并入群障"), f"{linked.outage.number} {linked.stands}" if linked else ""),
        ],
    }
    return shown(request, "console/intake/done.html", told)


def _lacking(case: Case) -> str:
    """Say why the contact is not registered yet, while whoever can tell is on the line (T02)."""
    if case.state != "RECEIVED":
        return ""
    try:
        check_complete(case.category, case.description, case.desired_outcome)
    except Unfit as unfit:
        return unfit.sentence
    return _("本地没有投诉专员，还没有确定专人；已通知负责人指定。")
