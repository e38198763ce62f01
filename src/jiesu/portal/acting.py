"""The customer says a verb: its form, the move, what came of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiesu.cases.models import Case
from jiesu.cases.moves import make_move
from jiesu.cases.permit import verbs_now
from jiesu.cases.refusals import Refusal, Unfit, UnknownCase
from jiesu.cases.verbs import Verb, verb_named
from jiesu.oversight.actions.appeal import GROUNDS
from jiesu.oversight.labels import label_on
from jiesu.portal.commitments import PLEDGES
from jiesu.portal.doors import CaseRequest, own_case
from jiesu.portal.forms import read
from jiesu.portal.labels import label
from jiesu.portal.moments import tell
from jiesu.portal.offers import Offer, offer_named, offers
from jiesu.portal.orders import order_for, order_verbs
from jiesu.portal.page import shown
from jiesu.portal.sending import new_key
from jiesu.portal.states import state_shown
from jiesu.portal.story import letters, proposal_in
from jiesu.portal.windows import WindowChoice, days, fault_of, meant, slots
from jiesu.ui.fields import Choice, Kind
from jiesu.ui.forms import Manner, faults_of, fields_of

_MOST_KEY = 64
_ON_PROPOSAL = frozenset({"agree", "object"})
"""One agrees, or objects, to what one has before one's eyes."""
_KINDS: Mapping[str, Kind] = {"said": "page", "score": "scale"}
_ASKED: Mapping[str, type[msgspec.Struct]] = {"order_ask_window": WindowChoice}
"""Verbs whose words the customer tells in another way."""


@own_case
@require_http_methods(["GET", "POST"])
def act(request: CaseRequest, verb: str) -> HttpResponse:
    """Show the form of what the customer wants to do, or do it."""
    offer, known = offer_named(verb), verb_named(verb)
    if offer is None or known is None:
        raise Http404
    if request.method == "GET":
        return _open(request, offer, known)
    asked = _ASKED.get(verb, known.words)
    told = read(request.POST, asked)
    if faults := faults_of(asked, {**told, **offer.given}) or _outdated(verb, told):
        return _form(request, offer, known, told, faults=faults, status=422)
    return _say(request, offer, known, told)


def _open(request: CaseRequest, offer: Offer, verb: Verb) -> HttpResponse:
    """What cannot be done any more leads back with a word, not to an error."""
    able = able_now(request)
    if offer in offers(able, request.case, timezone.now()):
        return _form(request, offer, verb, {})
    told = _("“%(what)s”现在不需要或不能办理。下面是现在可以做的。") % {"what": offer.title}
    messages.info(request, told)
    return redirect("portal:case", request.case.number)


def able_now(request: CaseRequest) -> list[Verb]:
    """Return what the customer may say now, of the case and of its orders."""
    return [*verbs_now(request.actor, request.case), *order_verbs(request.actor, request.case)]


def _outdated(verb: str, told: dict[str, Any]) -> dict[str, str]:
    return fault_of(told, timezone.now()) if verb == "order_ask_window" else {}


def _meant(offer: Offer, told: dict[str, Any]) -> dict[str, Any]:
    """The words of the verb, out of what the customer told."""
    if offer.verb != "order_ask_window":
        return {**told, **offer.given}
    start, end = meant(told)
    said = {"said": told["said"]} if told.get("said") else {}
    return {"window_start": start.isoformat(), "window_end": end.isoformat(), **said}


def _say(request: CaseRequest, offer: Offer, verb: Verb, told: dict[str, Any]) -> HttpResponse:
    case, now = request.case, timezone.now()
    key = request.POST.get("key", "")[:_MOST_KEY]
    order = order_for(case, verb.name) if verb.machine == "order" else None
    try:
        make_move(
            request.actor,
            case.number,
            verb.name,
            _meant(offer, told),
            now=now,
            proceeding=order.number if order else "",
            key=key,
        )
    except UnknownCase:
        raise Http404 from None
    except Unfit as unfit:
        faults = {fault.field: fault.sentence for fault in unfit.faults}
        return _form(request, offer, verb, told, unfit.sentence, faults, unfit.status)
    except Refusal as refusal:
        return _form(request, offer, verb, told, refusal.sentence, status=refusal.status)
    messages.success(request, _answer(offer, case, now))
    return redirect("portal:case", case.number)


def _answer(offer: Offer, case: Case, now: datetime) -> str:
    """Pressing is answered with something new: how often, where it is, what is due (§15.3)."""
    if offer.verb != "expedite":
        return str(offer.done)
    fresh = Case.objects.get(pk=case.pk)
    told = {
        "n": len(fresh.record.get("expedites", [])),
        "state": state_shown(fresh)[0],
    }
    running = fresh.promises.filter(binding=True, stopped_at=None, clock__in=PLEDGES)
    if following := running.filter(due_at__gt=now).order_by("due_at").first():
        told |= {"what": PLEDGES[following.clock][1], "due": tell(following.due_at)}
        return _("已为您催办（第 %(n)d 次）。现在：%(state)s；%(due)s前%(what)s。") % told
    return _("已为您催办（第 %(n)d 次）。现在：%(state)s；专人会优先与您联系。") % told


def _form(  # noqa: PLR0913, PLR0917 - private: all that one form shows
    request: CaseRequest,
    offer: Offer,
    verb: Verb,
    typed: Mapping[str, Any],
    refusal: str = "",
    faults: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    manner = Manner(
        lambda path: label(path, verb.name),
        lambda name: _grounds(request.case) if name == "grounds" else choices(name),
        kinds=_KINDS,
        leave_out=frozenset(offer.given),
    )
    told = {
        "case": request.case,
        "offer": offer,
        "fields": fields_of(_ASKED.get(verb.name, verb.words), manner, typed, faults),
        "refusal": refusal,
        "faults": faults,
        "proposal": proposal_in(letters(request.case)) if offer.verb in _ON_PROPOSAL else None,
        "key": request.POST.get("key", "")[:_MOST_KEY] or new_key(),
    }
    return shown(request, "act", told, status)


def _grounds(case: Case) -> tuple[Choice, ...]:
    """Of the grounds of an appeal those that this customer can have (§15.4)."""
    unheard_of = frozenset() if label_on(case) else frozenset({"malice_label"})
    return tuple(
        Choice(ground, label(f"grounds:{ground}").title)
        for ground in GROUNDS
        if ground not in unheard_of
    )


def choices(name: str) -> tuple[Choice, ...]:
    """Return what a field offers to choose from."""
    match name:
        case "score":
            ends = {1: _("1 分最不满意"), 10: _("10 分最满意")}
            return tuple(Choice(f"{n}", f"{n}", ends.get(n, "")) for n in range(1, 11))
        case "day":
            return days(timezone.now())
        case "slot":
            return slots()
        case "asked_for_score":
            return (Choice("true", _("有人要求")), Choice("false", _("没有")))
        case _:
            return ()
