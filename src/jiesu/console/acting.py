"""Says a verb from its form, and goes back to the case; what was typed is never lost."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from jiesu.cases.models import Case
from jiesu.cases.moves import make_move
from jiesu.cases.refusals import Refusal, StaleVersion, Unfit, UnknownCase
from jiesu.cases.titles import verb_title
from jiesu.cases.verbs import Verb, verb_named
from jiesu.console.form import Form, manner_of
from jiesu.console.gate import gate
from jiesu.console.newer import newer_moments
from jiesu.console.page import shown
from jiesu.console.story import case_for
from jiesu.console.together.drafts import NO_DRAFT, Kept, drop, kept, place_of
from jiesu.console.together.unsent import hold, take_up, written_by
from jiesu.console.wording.inserting import inserted
from jiesu.people.doors import StaffRequest, door
from jiesu.people.errors import RefusedError
from jiesu.ui.forms import faults_of, read_form

__all__ = ["act", "manner_of"]
ENDINGS = frozenset({"resolve", "settle", "deadlock", "close", "refuse", "transfer", "withdraw"})
"""Verbs after which one's work on the case is done: the next case is offered."""


def _unsent(request: HttpRequest, number: str, verb: str) -> str:
    """Hold what somebody wrote whose session has ended; he comes back to the very form."""
    on = request.POST.get("on", "")
    hold(request, place_of(number, verb, on))
    here = reverse("console:act", args=[number, verb])
    return f"{here}?{urlencode({'on': on})}" if on else here


@door("view_case", unsent=_unsent)
@never_cache
@require_http_methods(["GET", "POST"])
def act(request: StaffRequest, number: str, verb: str) -> HttpResponse:
    """Show the verb's form or what it will do, or say the verb and go back to the case."""
    case, known = case_for(request.actor, number), verb_named(verb)
    if known is None:
        raise Http404
    on = request.POST.get("on", "") or request.GET.get("on", "")
    take_up(request)
    draft = kept(request.actor, place_of(number, verb, on)) if request.method == "GET" else NO_DRAFT
    read = read_form(request.POST, known.words)
    typed = read if request.method == "POST" else _begun(draft, request.GET, known)
    before = gate(request.actor, case, verb, timezone.now(), typed=typed, on=on)
    form = Form(request, case, known, before)
    if request.method == "GET":
        return _shown(form, {**before.known, **typed}, draft=draft)
    if "narrow" in request.POST:
        return _shown(form, read)
    if "insert" in request.POST:
        return _shown(form, inserted(read, request.POST, request.actor, case, timezone.now()))
    faults = faults_of(known.words, read) | before.faults(read)
    if faults:
        sentence = _("还没有保存：请改正标出的各项后重新提交。")
        return _shown(form, read, {"sentence": sentence, "faults": faults}, 422)
    if request.POST.get("preview"):
        return _shown(form, read)
    return _say(request, form, read)


def _begun(draft: Kept, link: QueryDict, verb: Verb) -> dict[str, Any]:
    """What a form opens with: what was typed before, and above it what the link says."""
    said = {name: value for name, value in read_form(link, verb.words).items() if value}
    told = {**read_form(draft.typed, verb.words), **said}
    return {name: value for name, value in told.items() if value != ""}


def _say(request: StaffRequest, form: Form, read: dict[str, Any]) -> HttpResponse:
    posted, case, verb = request.POST, form.case, form.verb
    try:
        entry = make_move(
            request.actor,
            case.number,
            verb.name,
            read,
            now=timezone.now(),
            proceeding=posted.get("on", ""),
            version=int(posted["version"]) if posted.get("version", "").isdecimal() else None,
            key=posted.get("key", ""),
        )
    except UnknownCase:
        raise Http404 from None
    except StaleVersion as stale:
        return _shown(form, read, _stale(request, case, stale), stale.status)
    except Unfit as unfit:
        faults = {fault.field: fault.sentence for fault in unfit.faults}
        told = {"sentence": unfit.sentence, "faults": faults}
        return _shown(form, read, told, unfit.status)
    except Refusal as refusal:
        return _shown(form, read, {"sentence": refusal.sentence}, refusal.status)
    except RefusedError as refusal:
        return _shown(form, read, {"sentence": str(refusal)}, 409)
    drop(request.actor, place_of(case.number, verb.name, posted.get("on", "")))
    asked = entry.verb == "request" and verb.name != "request"
    return _done(request, case, verb, asked=asked, legal=bool(entry.facts.get("legal")))


def _done(
    request: StaffRequest, case: Case, verb: Verb, *, asked: bool, legal: bool
) -> HttpResponse:
    """Back to the case; a form sent in place leads the whole page there."""
    done = _("已提请审批：%(verb)s。批准后生效。") if asked else _("已办理：%(verb)s。")
    if legal:
        done = _("已提请法务决定：%(verb)s。欺诈赔偿(CP7)不论金额须由法务决定，批准后生效。")
    messages.success(request, done % {"verb": verb_title(verb.name)})
    there = _next(request, case, verb.name, asked=asked)
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(there)
    return redirect(there)


def _next(request: StaffRequest, case: Case, verb: str, *, asked: bool) -> str:
    """The case; the queue, if with this act it has left the hands and the eyes of the person."""
    if not Case.objects.visible_to(request.actor).filter(pk=case.pk).exists():
        return reverse("console:queue")
    there = reverse("console:case", args=[case.number])
    return f"{there}?done={verb}" if verb in ENDINGS and not asked else there


def _shown(
    form: Form,
    typed: dict[str, Any],
    refused: dict[str, Any] | None = None,
    status: int = 200,
    draft: Kept = NO_DRAFT,
) -> HttpResponse:
    told = {
        **form.told(typed, refused or {}),
        "draft_at": draft.saved_at,
        "place": place_of(form.case.number, form.verb.name, form.on),
        "writer": written_by(form.request.actor),
    }
    if draft.version:
        told["version"] = draft.version
    part = "#form" if form.request.headers.get("HX-Request") else ""
    return shown(form.request, f"console/act.html{part}", told, status)


def _stale(request: StaffRequest, case: Case, stale: StaleVersion) -> dict[str, Any]:
    """Show what others did meanwhile, beside what was typed; sending again is then deliberate."""
    seen = int(request.POST["version"])
    newer = newer_moments(request.actor, case, seen, timezone.now())
    return {"sentence": stale.sentence, "newer": newer}
