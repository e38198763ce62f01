"""One verb said on several cases from the list: each by the real move, each with its own result."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jiesu.cases.models import Case, Entry
from jiesu.cases.moves import make_move
from jiesu.cases.refusals import Refusal
from jiesu.cases.titles import verb_title
from jiesu.cases.verbs import Verb, verb_named
from jiesu.console.acting import manner_of
from jiesu.console.finding.undoing import undo_all, undone_by
from jiesu.console.page import opens, shown
from jiesu.people.actor import Actor
from jiesu.people.doors import StaffRequest, door
from jiesu.people.errors import RefusedError
from jiesu.ui.forms import faults_of, fields_of, read_form

MOST_AT_ONCE = 50
"""One page of the queue."""
TOGETHER = (
    "annotate", "expedite", "escalate", "hand_over", "classify", "prioritise", "accept", "resume",
    "hold", "release", "join_outage",
)  # fmt: skip
"""Verbs that mean the same for many cases; what must be weighed case by case is not offered."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one case."""

    number: str
    subject: str
    done: bool
    said: str
    """What was done, or why it was not."""
    undo: str = ""
    """Names the entry, where an opposite verb exists."""


def verbs_together(actor: Actor) -> list[tuple[str, str]]:
    """Name and title of each verb that one of the actor's roles may say on several cases."""
    return [(verb, verb_title(verb)) for verb in TOGETHER if opens(actor, verb)]


@door("view_case")
@never_cache
@require_http_methods(["GET", "POST"])
def several(request: StaffRequest) -> HttpResponse:
    """Show the verb's form over the cases chosen; say the verb on each of them."""
    asked = request.POST if request.method == "POST" else request.GET
    verb = _verb(request.actor, asked.get("verb", ""))
    numbers = list(dict.fromkeys(asked.getlist("case")))
    cases = _chosen(request.actor, numbers[:MOST_AT_ONCE])
    if not cases or len(numbers) > MOST_AT_ONCE:
        return _form(request, verb, cases, {}, {"sentence": _too(numbers)}, 422)
    if request.method == "GET":
        begun = {name: value for name, value in read_form(asked, verb.words).items() if value}
        return _form(request, verb, cases, begun)
    words = read_form(request.POST, verb.words)
    if faults := faults_of(verb.words, words):
        sentence = _("还没有办理：请改正标出的各项后重新提交。")
        return _form(request, verb, cases, words, {"sentence": sentence, "faults": faults}, 422)
    key, now = request.POST.get("key", "")[:64], timezone.now()
    told = [_say(request.actor, case, verb, words, key, now) for case in cases]
    joined = words.get("outage", "") if any(one.done for one in told) else ""
    return _results(request, verb_title(verb.name), told, joined)


@door("view_case")
@require_POST
def undo(request: StaffRequest) -> HttpResponse:
    """Say the opposite of what was just said, on the cases where that is still possible."""
    entries = request.POST.getlist("entry")[:MOST_AT_ONCE]
    told = [Result(*one) for one in undo_all(request.actor, entries, timezone.now())]
    return _results(request, _("撤销"), told)


def _verb(actor: Actor, name: str) -> Verb:
    verb = verb_named(name)
    if verb is None or name not in TOGETHER or not opens(actor, name):
        raise Http404
    return verb


def _chosen(actor: Actor, numbers: list[str]) -> list[Case]:
    """The cases chosen, as far as the person sees them, in the order of the list."""
    seen = Case.objects.visible_to(actor).filter(number__in=numbers)
    return sorted(seen, key=lambda case: numbers.index(case.number))


def _too(numbers: list[str]) -> str:
    if len(numbers) > MOST_AT_ONCE:
        return _("没有办理：一次最多 %(n)d 件，请分几次。") % {"n": MOST_AT_ONCE}
    return _("没有办理：没有选中您能查看的投诉。请回到列表勾选。")


def _say(  # noqa: PLR0913, PLR0917 - private: who says what on which case, under which key
    actor: Actor, case: Case, verb: Verb, words: dict[str, Any], key: str, now: datetime
) -> Result:
    try:
        entry = make_move(
            actor, case.number, verb.name, words, now=now, key=f"{key}/{case.number}" if key else ""
        )
    except Refusal as refusal:
        return Result(case.number, case.subject, done=False, said=refusal.sentence)
    except RefusedError as refusal:
        return Result(case.number, case.subject, done=False, said=str(refusal))
    back = undone_by(case.number, entry)
    return Result(case.number, case.subject, done=True, said=_done(entry, verb), undo=back)


def _done(entry: Entry, verb: Verb) -> str:
    asked = entry.verb == "request"
    return (
        _("已提请审批，批准后生效。")
        if asked
        else _("已办理：%(verb)s。") % {"verb": verb_title(verb.name)}
    )


def _results(
    request: StaffRequest, title: str, results: list[Result], outage: str = ""
) -> HttpResponse:
    told = {
        "title": title,
        "outage": outage,
        "results": results,
        "done": sum(one.done for one in results),
        "refused": sum(not one.done for one in results),
        "undo": [one.undo for one in results if one.undo],
    }
    return shown(request, "console/finding/results.html", told)


def _form(  # noqa: PLR0913, PLR0917 - private: all that the one form shows
    request: StaffRequest,
    verb: Verb,
    cases: list[Case],
    typed: dict[str, Any],
    refused: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    manner = manner_of(verb.name, request.actor, None)
    told = {
        "verb": verb.name,
        "title": verb_title(verb.name),
        "cases": cases,
        "fields": fields_of(verb.words, manner, typed, (refused or {}).get("faults")),
        "refused": refused,
        "most": MOST_AT_ONCE,
        "key": request.POST.get("key", "") or f"several-{timezone.now().timestamp():.6f}",
    }
    return shown(request, "console/finding/several.html", told, status)
