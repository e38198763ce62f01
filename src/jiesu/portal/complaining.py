"""A complaint is asked for, a question a screen; the answers wait sealed in the visit (S3, S4)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jiesu.cases.intake.desk import desk
from jiesu.portal.answers import several_cities
from jiesu.portal.doors import VisitRequest, keeping
from jiesu.portal.forms import read, typed
from jiesu.portal.labels import label
from jiesu.portal.page import shown
from jiesu.portal.questions import CARE, ORDER, Question, after, before, question_named
from jiesu.portal.sending import new_key
from jiesu.portal.symptoms import symptoms
from jiesu.portal.visits import memory_of, remember
from jiesu.portal.wishes import wishes
from jiesu.ui.fields import Choice, Field
from jiesu.ui.forms import Manner, fields_of


@keeping
@require_http_methods(["GET", "POST"])
def symptom(request: VisitRequest) -> HttpResponse:
    """Ask what it is about, on cards."""
    chosen = request.POST.get("symptom", "")
    if chosen in symptoms():
        keep(request, {"symptom": chosen})
        return _onward(request, "symptom")
    told = {**stand("symptom"), "symptoms": symptoms().values(), "back": _back(request)}
    return shown(request, "symptom", told)


@keeping
@require_http_methods(["GET", "POST"])
def question(request: VisitRequest, name: str) -> HttpResponse:
    """Ask one question, or take its answer and go on to the next."""
    asked = question_named(name)
    if asked is None:
        raise Http404
    if request.method == "GET":
        return _ask(request, asked, typed(asked.words, memory_of(request.visit).draft), {})
    told = read(request.POST, asked.words)
    if faults := asked.faults(told, timezone.now()):
        return _ask(request, asked, told, faults)
    keep(request, _whole(asked.words, told))
    return _onward(request, name)


def stand(name: str) -> dict[str, Any]:
    """Tell how far the screen ``name`` is on the way."""
    place = ORDER.index(name) + 1 if name in ORDER else 0
    return {"step": place, "steps": len(ORDER), "before": before(name) if place != 1 else ""}


def keep(request: VisitRequest, told: dict[str, Any]) -> None:
    """Keep an answer in the visit's draft."""
    assert request.visit is not None
    memory = memory_of(request.visit)
    memory.draft |= told
    memory.key = memory.key or new_key()
    remember(request.visit, memory)


def _onward(request: VisitRequest, name: str) -> HttpResponse:
    """Whoever came from the last page to change something goes back there."""
    following = "review" if _back(request) else after(name)
    return redirect(following_url(following))


def following_url(name: str) -> str:
    """Return the address of a screen, as a name to redirect to or a path."""
    return {"symptom": "portal:complain", "photos": "portal:photos", "review": "portal:review"}.get(
        name, f"/complain/{name}/"
    )


def _back(request: VisitRequest) -> bool:
    return (request.POST.get("back") or request.GET.get("back")) == "review"


def _whole(words: type[msgspec.Struct], told: dict[str, Any]) -> dict[str, Any]:
    """Every field of the question, so that what was taken out again is gone from the draft too."""
    whole: dict[str, Any] = msgspec.to_builtins(msgspec.convert(told, words, strict=False))
    return whole


def _ask(
    request: VisitRequest, asked: Question, told: dict[str, Any], faults: dict[str, str]
) -> HttpResponse:
    page = {
        **stand(asked.name),
        "question": asked,
        "fields": _fields(asked, told, faults),
        "faults": faults,
        "back": _back(request) or asked is CARE,
    }
    return shown(request, "question", page, 422 if faults else 200)


def _fields(asked: Question, told: dict[str, Any], faults: dict[str, str]) -> list[Field]:
    """The fields; where one is the whole question, its label is the page's heading."""
    manner = Manner(label, choices, kinds=asked.kinds)
    fields = fields_of(asked.words, manner, told, faults)
    for n, field in enumerate(fields):
        known = asked.known.get(field.name)
        extra = {"autocomplete": known} if known else {}
        if field.kind == "moment":
            extra["max"] = _now_local(timezone.now())
        must = field.required or (field.name == "region" and several_cities(timezone.now()))
        fields[n] = replace(field, required=must).with_attributes(**extra)
    return [one.as_heading(str(asked.title)) for one in fields] if len(fields) == 1 else fields


def choices(name: str) -> tuple[Choice, ...]:
    """Return what may be chosen for the field ``name``; the cities are those we serve."""
    match name:
        case "region":
            return tuple(
                Choice(code, _city(unit.name))
                for code, unit in desk(timezone.now()).by_region.items()
            )
        case "wishes":
            return tuple(Choice(one.code, one.title) for one in wishes().values())
        case _:
            return ()


def _now_local(now: datetime) -> str:
    """The latest moment that may be told as past, for the browser's own calendar."""
    return timezone.localtime(now).strftime("%Y-%m-%dT%H:%M")


def _city(unit: str) -> str:
    """What customers call the place that the unit serves."""
    return unit.removesuffix("分公司")
