"""Macros on a case, with what will happen first; and how a macro is put together."""

from typing import Any

import msgspec
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiesu.cases.models import Case
from jiesu.cases.refusals import Refusal
from jiesu.cases.titles import verb_title
from jiesu.cases.verbs import Verb
from jiesu.console.form import manner_of
from jiesu.console.page import shown
from jiesu.console.wording.finding import seen_case
from jiesu.console.wording.keeping import change, kept, may_change
from jiesu.console.wording.macros import MOST_STEPS, Outcome, carry_out, foresee, sayable
from jiesu.console.wording.models import Version
from jiesu.people.doors import StaffRequest, door
from jiesu.people.errors import RefusedError
from jiesu.ui.forms import faults_of, fields_of, read_form
from jiesu.ui.joining import listed


@door("view_case")
@never_cache
@require_http_methods(["GET", "POST"])
def on_case(request: StaffRequest, pk: int, number: str) -> HttpResponse:
    """Show what the macro would do to the case; do it when that was seen and confirmed."""
    macro, case = _macro(request, pk), _case(request, number)
    if request.method == "GET":
        return _foreseen(request, macro, case)
    if request.POST.get("n") != str(macro.n):
        changed = _("这期间有人改过这条一键办理，未办理。请看过新内容后再确认。")
        return _foreseen(request, macro, case, changed, 409)
    posted, seen = request.POST, request.POST.get("version", "")
    try:
        done = carry_out(
            request.actor,
            case,
            macro,
            now=timezone.now(),
            seen=int(seen) if seen.isdecimal() else None,
            key=posted.get("key", ""),
        )
    except Refusal as refusal:
        return _foreseen(request, macro, case, refusal.sentence, refusal.status)
    except RefusedError as refusal:
        return _foreseen(request, macro, case, str(refusal), 409)
    messages.success(request, _result(macro, done))
    return redirect("console:case", case.number)


@door("view_rules")
@never_cache
@require_safe
def try_on(request: StaffRequest, pk: int) -> HttpResponse:
    """Show on a chosen case what the macro would do; nothing is written."""
    macro = _macro(request, pk)
    case = seen_case(request.actor, request.GET.get("case", "").strip())
    if case is None:
        return shown(request, "console/wording/on.html#will", {"case": None})
    if not request.headers.get("HX-Request"):
        return redirect("console:macro_on", pk, case.number)
    told = {"case": case, "outcome": foresee(request.actor, case, macro, now=timezone.now())}
    return shown(request, "console/wording/on.html#will", told)


@door("view_rules")
@never_cache
@require_http_methods(["GET", "POST"])
def add_step(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the form of the verb ``verb``; keep it with its words as the macro's last step."""
    macro, verb = _own(request, pk), _verb(request.GET.get("verb", ""))
    if request.method == "GET":
        return _step_form(request, macro, verb, {})
    read = read_form(request.POST, verb.words)
    if faults := faults_of(verb.words, read):
        return _step_form(request, macro, verb, read, faults, 422)
    steps = [*macro.body["steps"], {"verb": verb.name, "words": msgspec.to_builtins(read)}]
    return _kept(request, macro, steps[:MOST_STEPS])


@door("view_rules")
@require_POST
def drop_step(request: StaffRequest, pk: int) -> HttpResponse:
    """Take one step out of the macro."""
    macro, which = _own(request, pk), request.POST.get("step", "")
    steps = [one for n, one in enumerate(macro.body["steps"]) if str(n) != which]
    return _kept(request, macro, steps)


def _kept(request: StaffRequest, macro: Version, steps: list[dict[str, Any]]) -> HttpResponse:
    seen, body = request.POST.get("n", ""), {**macro.body, "steps": steps}
    try:
        n = int(seen) if seen.isdecimal() else 0
        change(request.actor, macro.of_id, n, macro.title, body, at=timezone.now())
    except RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("console:edit_wording", macro.of_id)


def _foreseen(
    request: StaffRequest, macro: Version, case: Case, refused: str = "", status: int = 200
) -> HttpResponse:
    now = timezone.now()
    told = {
        "macro": macro,
        "case": case,
        "outcome": foresee(request.actor, case, macro, now=now),
        "refused": refused,
        "key": request.POST.get("key", "") or f"macro-{macro.pk}-{case.seq}-{now.timestamp():.6f}",
    }
    return shown(request, "console/wording/on.html", told, status)


def _step_form(  # noqa: PLR0913, PLR0917 - private: all that one form shows
    request: StaffRequest,
    macro: Version,
    verb: Verb,
    typed: dict[str, Any],
    faults: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    told = {
        "macro": macro,
        "verb": verb.name,
        "verb_title": verb_title(verb.name),
        "fields": fields_of(verb.words, manner_of(verb.name, request.actor, None), typed, faults),
    }
    return shown(request, "console/wording/step.html", told, status)


def _result(macro: Version, done: Outcome) -> str:
    said = listed(
        _("%(verb)s（已提请审批）") % {"verb": step.title} if asked else step.title
        for step, asked in done.said
    )
    return _("“%(macro)s”已办理：%(said)s。") % {"macro": macro.title, "said": said}


def _macro(request: StaffRequest, pk: int) -> Version:
    version = kept(request.actor, pk)
    if version is None or version.of.kind != "macro":
        raise Http404
    return version


def _own(request: StaffRequest, pk: int) -> Version:
    macro = _macro(request, pk)
    if not may_change(request.actor, macro.of):
        raise Http404
    return macro


def _case(request: StaffRequest, number: str) -> Case:
    case = seen_case(request.actor, number)
    if case is None:
        raise Http404
    return case


def _verb(name: str) -> Verb:
    found = next((verb for verb in sayable() if verb.name == name), None)
    if found is None:
        raise Http404
    return found
