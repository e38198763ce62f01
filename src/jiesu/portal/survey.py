"""The link of N41: one score for one case, by nobody but who has the message (§7, S47).

It opens no case. Whoever follows it may score once, or ask for no more such messages.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiesu.cases.models import Case
from jiesu.cases.moves import make_move
from jiesu.cases.refusals import Refusal
from jiesu.cases.verbs import verb_named
from jiesu.feedback.invitations import invited
from jiesu.people.actor import Actor
from jiesu.portal.acting import choices
from jiesu.portal.doors import VisitRequest, visitor
from jiesu.portal.forms import read
from jiesu.portal.labels import label
from jiesu.portal.page import shown
from jiesu.ui.forms import Manner, faults_of, fields_of

_KNOWN = {"answered_by": "user"}
_GONE = 410


@visitor
@require_http_methods(["GET", "POST"])
def survey(request: VisitRequest, number: str, secret: str) -> HttpResponse:
    """Show the question, or take the answer."""
    case = invited(number, secret, timezone.now())
    if case is None:
        return shown(request, "survey", {"gone": True}, _GONE)
    if request.method == "GET":
        return _form(request, {})
    if "stop" in request.POST:
        return _say(request, case, "decline_surveys", {}, _("已记下。我们不再邀请您评价。"))
    words = verb_named("score")
    assert words is not None
    told = {**read(request.POST, words.words), **_KNOWN}
    if faults := faults_of(words.words, told):
        return _form(request, told, faults=faults, status=422)
    return _say(request, case, "score", told, _("谢谢，您的评价已原样记下。"))


def _say(
    request: VisitRequest, case: Case, verb: str, told: dict[str, Any], done: str
) -> HttpResponse:
    customer = Actor(kind="customer", name=_("用户"), case_id=case.pk)
    try:
        make_move(customer, case.number, verb, told, now=timezone.now())
    except Refusal as refusal:
        return _form(request, told, refusal.sentence, status=refusal.status)
    return shown(request, "survey", {"done": done})


def _form(
    request: VisitRequest,
    typed: Mapping[str, Any],
    refusal: str = "",
    faults: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    verb = verb_named("score")
    assert verb is not None
    manner = Manner(
        lambda path: label(path, verb.name), choices, kinds={}, leave_out=frozenset(_KNOWN)
    )
    fields = fields_of(verb.words, manner, typed, faults)
    told = {"fields": fields, "refusal": refusal}
    return shown(request, "survey", told, status)
