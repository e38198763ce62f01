"""The forms of an outage: declare it, say what is known better, close it; nothing typed is lost."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiesu.cases.refusals import Refusal, Unfit
from jiesu.cases.verbs import Words
from jiesu.console.choices import choices
from jiesu.console.labels import label
from jiesu.console.outages.one import outage_for
from jiesu.console.page import shown
from jiesu.console.telling import spoken
from jiesu.incidents.models import Outage, OutageTurn
from jiesu.incidents.outages import close_outage, declare_outage, estimate_outage
from jiesu.incidents.words import Closure, Declaration, Estimate
from jiesu.people.access import may
from jiesu.people.actor import Actor
from jiesu.people.doors import StaffRequest, door
from jiesu.people.models import Organisation
from jiesu.ui.fields import Choice
from jiesu.ui.forms import Manner, faults_of, fields_of, read_form


@dataclass(frozen=True, slots=True)
class Turning:
    """One verb of an outage, before one person."""

    request: StaffRequest
    verb: str
    words: type[Words]
    say: Callable[[dict[str, Any]], OutageTurn]
    outage: Outage | None = None

    @property
    def manner(self) -> Manner:
        """How its form is titled and what may be chosen in it."""
        actor = self.request.actor
        return Manner(
            label=lambda path: label(path, self.verb),
            choices=lambda path: _choices(path, self.verb, actor),
        )


@door("declare_outage")
@never_cache
@require_http_methods(["GET", "POST"])
def declare(request: StaffRequest) -> HttpResponse:
    """Enter an outage into the register; a link may bring words along."""

    def say(read: dict[str, Any]) -> OutageTurn:
        return declare_outage(request.actor, read, now=timezone.now(), key=_key(request))

    turning = Turning(request, "declare_outage", Declaration, say)
    brought = {name: told for name, told in read_form(request.GET, Declaration).items() if told}
    unit = next((one.code for one in _units(request.actor)), "")
    return _answer(turning, {"kind": "fault", "unit": unit, "since": timezone.now(), **brought})


@door("estimate_outage")
@never_cache
@require_http_methods(["GET", "POST"])
def estimate(request: StaffRequest, outage: str) -> HttpResponse:
    """Say better when service is back, why it is gone, or where."""
    one = _changeable(request.actor, outage, "estimate_outage")

    def say(read: dict[str, Any]) -> OutageTurn:
        emptied = "places" in request.POST and "places" not in read
        told = {**read, "places": []} if emptied else read  # they stood there: it is meant
        return estimate_outage(request.actor, outage, told, now=timezone.now(), **_terms(request))

    turning = Turning(request, "estimate_outage", Estimate, say, one)
    return _answer(turning, {"cause": one.cause, "places": one.places})


@door("close_outage")
@never_cache
@require_http_methods(["GET", "POST"])
def close(request: StaffRequest, outage: str) -> HttpResponse:
    """Say that service is back; everybody linked is told."""
    one = _changeable(request.actor, outage, "close_outage")

    def say(read: dict[str, Any]) -> OutageTurn:
        return close_outage(request.actor, outage, read, now=timezone.now(), **_terms(request))

    return _answer(Turning(request, "close_outage", Closure, say, one), {})


def _answer(turning: Turning, begun: dict[str, Any]) -> HttpResponse:
    request, words = turning.request, turning.words
    if request.method == "GET":
        return _form(turning, begun)
    read = read_form(request.POST, words)
    if faults := faults_of(words, read):
        return _form(turning, read, _("还没有保存：请改正标出的各项后重新提交。"), faults, 422)
    try:
        turn = turning.say(read)
    except Unfit as unfit:
        wrong = {fault.field.partition("[")[0]: fault.sentence for fault in unfit.faults}
        return _form(turning, read, unfit.sentence, wrong, unfit.status)
    except Refusal as refusal:
        return _form(turning, read, refusal.sentence, {}, refusal.status)
    messages.success(request, _done(turning.verb))
    return redirect("console:outage", turn.outage.number)


def _form(
    turning: Turning,
    typed: dict[str, Any],
    refused: str = "",
    faults: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    posted, one = turning.request.POST, turning.outage
    told = {
        "title": label(turning.verb).title,
        "one": one,
        "fields": fields_of(turning.words, turning.manner, typed, faults),
        "refused": refused,
        "now_told": spoken(one.back_at) if one and one.back_at else "",
        "estimates": turning.verb == "estimate_outage",
        "version": one.version if one else 0,
        "key": posted.get("key", "") or f"{turning.verb}-{timezone.now().timestamp():.6f}",
    }
    return shown(turning.request, "console/outages/turn.html", told, status)


def _changeable(actor: Actor, number: str, verb: str) -> Outage:
    """The outage, for whoever may change it there; to anybody else its form does not exist."""
    one = outage_for(actor, number)
    if not may(actor, verb, unit_path=one.unit.path).allowed:
        raise Http404
    return one


def _terms(request: StaffRequest) -> dict[str, Any]:
    version = request.POST.get("version", "")
    seen = int(version) if version.isascii() and version.isdigit() else None
    return {"version": seen, "key": _key(request)}


def _key(request: StaffRequest) -> str:
    return request.POST.get("key", "")[:200]


def _choices(path: str, verb: str, actor: Actor) -> tuple[Choice, ...]:
    if path == "unit":
        return tuple(Choice(one.code, one.name) for one in _units(actor))
    return choices(path, verb, actor, None) if path == "root_cause" else ()


def _units(actor: Actor) -> list[Organisation]:
    """The units in whose area the person may declare an outage, from the widest down."""
    every = Organisation.objects.filter(kind__in=["province", "city", "area"]).order_by("path")
    return [one for one in every if may(actor, "declare_outage", unit_path=one.path).allowed]


def _done(verb: str) -> str:
    told = {
        "declare_outage": _("已发布。坐席登记来电时会看到它；可在下面并入已有的投诉。"),
        "estimate_outage": _("已变更。原因或时间有变的，已并入投诉的用户会收到一次通知。"),
        "close_outage": _("已解除。已并入投诉的用户会收到恢复通知，专人会收到回访提醒。"),
    }
    return told[verb]
