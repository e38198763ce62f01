"""The form: what is asked, what it looks like so far, what saving it leads to."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jiesu.cases.book import taxonomy
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case
from jiesu.cases.reasons import reason_shown
from jiesu.cases.refusals import Refusal, Unfit, UnknownCase
from jiesu.cases.telephone import call_of, taken_down, with_number
from jiesu.console.form import manner_of
from jiesu.console.intake.foreseen import foreseen
from jiesu.console.intake.joining import join
from jiesu.console.intake.known import REPEATS_WITHIN, caller_of
from jiesu.console.intake.script import (
    answers_in,
    codes_of,
    fields_asked,
    script,
    with_answers,
)
from jiesu.console.intake.unfinished import begun, finish, place_of_intake, unfinished
from jiesu.console.page import shown
from jiesu.console.together.drafts import NO_DRAFT, Kept
from jiesu.console.together.unsent import hold, take_up, written_by
from jiesu.console.tongue import category_title
from jiesu.console.wording.inserting import inserted
from jiesu.gateways.cti.models import Call
from jiesu.people.actor import Actor
from jiesu.people.doors import StaffRequest, door
from jiesu.rules.taxonomy.suggestion import Suggestion, suggest
from jiesu.ui.fields import Field
from jiesu.ui.forms import faults_of, fields_of, read_form
from jiesu.ui.tongue import named

WHO = ("phone", "name", "account", "address")
WHAT = ("description", "occurred_at", "occurred_place")
WISH = ("desired_outcome", "category", "channel", "email")
"""What every caller is asked, in the order of the talk (S144, S147); the rest lies folded below."""
TYPED = frozenset({"phone", "account", "address", "description"})
CHOSEN = frozenset({"category", "channel", "desired_outcome", "name"})
BESIDE = frozenset({"repeat_of", "outage"})
"""Chosen among what is known of the caller, beside the form."""
LEAST_WORDS = 4
MOST_KEY = 40
"""Signs of the key under which an unfinished form is kept."""


def _unsent(request: HttpRequest) -> str:
    """Hold what was taken down by somebody whose session has ended, and lead back to it."""
    key = request.POST.get("key", "")[:MOST_KEY]
    hold(request, place_of_intake(key))
    call = request.POST.get("call", "")
    return (
        f"{reverse('console:new')}?{urlencode({'draft': key, **({'call': call} if call else {})})}"
    )


@door("receive", unsent=_unsent)
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Show the form; save the contact; add it to an open case (``join``); or only look.

    ``draft`` takes up again what was begun and not saved. ``look`` and ``take`` (the suggested
    category) are for pages without scripts.
    """
    if request.method == "GET":
        return _begin(request)
    read = read_form(request.POST, Intake)
    if taken := request.POST.get("take"):
        return _form(request, {**read, "category": taken})
    if "insert" in request.POST:
        read = inserted(read, request.POST, request.actor, None, timezone.now())
    if "look" in request.POST or "insert" in request.POST:
        return _form(request, read)
    if number := request.POST.get("join"):
        return _join(request, read, number)
    if faults := faults_of(Intake, read):
        sentence = _("还没有登记：请改正标出的各项后重新提交。")
        return _form(request, read, {"sentence": sentence, "faults": faults}, 422)
    return _save(request, read)


@door("receive")
@never_cache
@require_POST
def hints(request: StaffRequest) -> HttpResponse:
    """Say what the contact looks like so far (htmx asks while it is being typed).

    The questions come along only when they change: nobody loses the line that is being typed.
    """
    read = read_form(request.POST, Intake)
    told = _hints(request.actor, with_number(read, _call(request)), request.POST, timezone.now())
    answer = shown(request, "console/intake/new.html#hints", told)
    if told["asking"] != request.POST.get("asking", ""):
        changed = shown(request, "console/intake/new.html#questions", {**told, "beside": True})
        answer.write(changed.content)
    return answer


def _begin(request: StaffRequest) -> HttpResponse:
    take_up(request)
    draft = begun(request.actor, request.GET.get("draft", "")[:MOST_KEY])
    read = read_form(draft.typed, Intake) if draft.saved_at else {}
    typed = {name: value for name, value in read.items() if value}
    return _form(request, {"channel": "hotline", **typed}, draft=draft)


def _save(request: StaffRequest, read: dict[str, Any]) -> HttpResponse:
    now, call = timezone.now(), _call(request)
    told = with_number(_whole(read, request.POST), call)
    try:
        intake = msgspec.convert(told, Intake, strict=False)
        case = receive(request.actor, intake, now=now, key=request.POST.get("key", ""))
    except msgspec.ValidationError as error:
        sentence = _("还没有登记：有一项内容不符合要求（%(error)s）。") % {"error": error}
        return _form(request, read, {"sentence": sentence}, 422)
    except Refusal as refusal:
        return _refused(request, read, refusal)
    finish(request.actor, request.POST.get("key", ""))
    if call:
        taken_down(call, case.number, now=now)
    if Case.objects.visible_to(request.actor).filter(pk=case.pk).exists():
        return redirect("console:done", case.number)
    messages.success(request, _("已登记，编号 %(number)s。") % {"number": case.number})
    return redirect("console:new")


def _join(request: StaffRequest, read: dict[str, Any], number: str) -> HttpResponse:
    told, key = _whole(read, request.POST), request.POST.get("key", "")
    try:
        join(request.actor, number, told, now=timezone.now(), key=key and f"{key}-{number}")
    except UnknownCase:
        raise Http404 from None
    except Refusal as refusal:
        return _refused(request, read, refusal)
    finish(request.actor, key)
    if call := _call(request):
        taken_down(call, number, now=timezone.now())
    messages.success(request, _("已并入 %(number)s，没有另立投诉。") % {"number": number})
    return redirect("console:case", number)


def _whole(read: Mapping[str, Any], posted: QueryDict) -> dict[str, Any]:
    """What was typed, with the answers in the description and the number that calls."""
    description = with_answers(str(read.get("description", "")), answers_in(posted))
    return {**read, "description": description}


def _refused(request: StaffRequest, read: dict[str, Any], refusal: Refusal) -> HttpResponse:
    faults = refusal.faults if isinstance(refusal, Unfit) else ()
    told = {"sentence": refusal.sentence, "faults": {one.field: one.sentence for one in faults}}
    return _form(request, read, told, refusal.status)


def _form(
    request: StaffRequest,
    typed: Mapping[str, Any],
    refused: Mapping[str, Any] | None = None,
    status: int = 200,
    draft: Kept = NO_DRAFT,
) -> HttpResponse:
    now, faults = timezone.now(), (refused or {}).get("faults") or {}
    manner = replace(manner_of("receive", request.actor, None), leave_out=BESIDE)
    fields = {field.name: _asking(field) for field in fields_of(Intake, manner, typed, faults)}
    posted = draft.typed if draft.saved_at else request.POST
    key = request.POST.get("key", "") or (request.GET["draft"] if draft.saved_at else "")
    more = [field for name, field in fields.items() if name not in {*WHO, *WHAT, *WISH}]
    told = {
        "who": [fields[name] for name in WHO],
        "what": [fields[name] for name in WHAT],
        "wish": [fields[name] for name in WISH],
        "more": more,
        "unfolded": any(field.error or field.name in _filled(typed) for field in more),
        "refused": refused,
        "key": (key := key or f"{now.timestamp():.6f}"),
        "place": place_of_intake(key),
        "draft_at": draft.saved_at,
        "writer": written_by(request.actor),
        "unfinished": [*unfinished(request.actor, key)] if request.method == "GET" else [],
        "script": _spoken(request.actor),
        "call": (call := _call(request)),
    }
    hinted = _hints(request.actor, with_number(typed, call), posted, now)
    return shown(request, "console/intake/new.html", {**told, **hinted}, status)


def _call(request: StaffRequest) -> Call | None:
    """Return the call from which the screen was opened, if it rang on this person's desk."""
    return call_of(request.actor, request.POST.get("call", "") or request.GET.get("call", ""))


def _filled(typed: Mapping[str, Any]) -> set[str]:
    return {name for name, value in typed.items() if value not in ("", False, None, 0)}


def _asking(field: Field) -> Field:
    """Let the field ask anew what the contact looks like; the first one has the focus."""
    asks: dict[str, str] = {"autofocus": ""} if field.name == WHO[0] else {}
    if field.name in TYPED | CHOSEN:
        delayed = "input changed delay:500ms" if field.name in TYPED else "change"
        asks |= {
            "hx-post": reverse("console:hints"),
            "hx-trigger": delayed,
            "hx-target": "#hints",
            "hx-swap": "outerHTML",
            "hx-include": "closest form",
            "hx-sync": "closest form:replace",
        }
    return replace(field, attributes=asks) if asks else field


def _spoken(actor: Actor) -> dict[str, str]:
    told, said = script(), {"operator": settings.OPERATOR_NAME, "work_no": actor.work_no}
    return {
        "greeting": named(told.greeting).format(**said),
        "recording": named(told.recording),
        "restate": named(told.restate),
        "calm": named(told.calm),
    }


def _hints(
    actor: Actor, read: Mapping[str, Any], posted: QueryDict, now: datetime
) -> dict[str, Any]:
    description = str(read.get("description", ""))
    looks: Suggestion | None = None
    if len(description) >= LEAST_WORDS:
        looks = suggest(f"{read.get('subject', '')}\n{description}", taxonomy())
    category = str(read.get("category", "")) or (looks.category if looks else "")
    asked = fields_asked(category, answers_in(posted))
    caller = caller_of(actor, read, category, now)
    return {
        "looks": looks,
        "looks_like": category_title(looks.category) if looks else "",
        "looks_because": reason_shown(looks.reason()) if looks else "",
        "takes": looks is not None and looks.category != read.get("category"),
        "caller": caller,
        "alike_because": reason_shown(caller.verdict.because) if caller.verdict else "",
        "known_since": REPEATS_WITHIN.days,
        "repeat_of": str(read.get("repeat_of", "")),
        "outage": str(read.get("outage", "")),
        "promises": foreseen(actor, read, now),
        "questions": asked,
        "asking": codes_of(asked),
    }
