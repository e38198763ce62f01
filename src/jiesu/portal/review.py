"""The last page: all of it once more, what happens when, and sending it (S149, S154)."""

from datetime import datetime
from typing import Any

import msgspec
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiesu.cases.refusals import Refusal
from jiesu.portal.commitments import expected
from jiesu.portal.complaining import choices, following_url, stand
from jiesu.portal.doors import VisitRequest, keeping
from jiesu.portal.forms import made
from jiesu.portal.labels import label
from jiesu.portal.outages import asked, broken_near
from jiesu.portal.page import shown
from jiesu.portal.questions import CARE, QUESTIONS, Question, first_open
from jiesu.portal.sending import StaleDraftError, intake_of, mine_already, send
from jiesu.portal.symptoms import symptoms
from jiesu.portal.visits import Memory, memory_of
from jiesu.ui.forms import Manner, fields_of
from jiesu.ui.joining import listed

Row = tuple[str, str, str]
"""Title, value, address at which it is changed."""


@keeping
@require_http_methods(["GET", "POST"])
def review(request: VisitRequest) -> HttpResponse:
    """Show all answers and the dates that sending now would bring; POST sends it."""
    memory, now = memory_of(request.visit), timezone.now()
    if request.method == "POST":
        return _send(request, now)
    if memory.sent and not memory.draft:  # the way back after sending
        return redirect("portal:receipt")
    if missing := first_open(memory.draft, now):
        return redirect(following_url(missing.name))
    return _page(request, memory, now)


def _send(request: VisitRequest, now: datetime) -> HttpResponse:
    assert request.visit is not None
    try:
        about = request.POST.get("outage", "")
        send(request.visit, request.POST.get("key", ""), now, about=about)
    except StaleDraftError:
        return redirect("portal:review")
    except Refusal as refusal:
        return _page(request, memory_of(request.visit), now, refusal)
    return redirect("portal:receipt")


def _page(
    request: VisitRequest, memory: Memory, now: datetime, refusal: Refusal | None = None
) -> HttpResponse:
    intake = intake_of(memory.draft)
    outages = broken_near(intake, now)
    told = {
        **stand("review"),
        "rows": _rows(memory),
        "expected": expected(now, region=intake.region, category=intake.category),
        "same": mine_already(request.visit, intake, now),
        "outages": [(one, one.told_at(now)) for one in outages],
        "asked": asked(outages, request.POST.get("outage", ""), likely=_sounds_so(memory)),
        "key": memory.key,
        "refusal": refusal.sentence if refusal else "",
    }
    return shown(request, "review", told, refusal.status if refusal else 200)


def _sounds_so(memory: Memory) -> bool:
    """Whether a fault of the whole area feels like what was chosen first."""
    symptom = symptoms().get(memory.draft.get("symptom", ""))
    return symptom is not None and symptom.outage


def _rows(memory: Memory) -> list[Row]:
    """Every answer with the way to change it; what was left empty is not shown."""
    symptom = symptoms().get(memory.draft.get("symptom", ""))
    rows: list[Row] = [(_("哪方面"), symptom.title if symptom else "—", _address("symptom"))]
    for question in (*QUESTIONS, CARE):
        rows += _answers(question, memory.draft)
        if question.name == "wish":
            pictures = _("%(n)d 张") % {"n": len(memory.photos)} if memory.photos else _("没有照片")
            rows.append((_("照片"), pictures, _address("photos")))
    return rows


def _answers(question: Question, draft: dict[str, Any]) -> list[Row]:
    answer = made(question.words, draft)
    manner = Manner(label, choices, kinds=question.kinds)
    told = msgspec.structs.asdict(answer) if answer else {}
    found = [
        (field.title, _value(field.value, {c.code: c.title for c in field.choices}))
        for field in fields_of(question.words, manner, told)
    ]
    kept = [(title, value) for title, value in found if value]
    return [(title, value, _address(question.name)) for title, value in kept]


def _value(value: Any, titles: dict[str, str]) -> str:
    if value is True:
        return _("是")
    if isinstance(value, list | tuple):
        return listed(titles.get(str(one), str(one)) for one in value)
    text = titles.get(str(value), str(value or ""))
    return text.replace("T", " ") if len(text) == len("2026-11-26T09:30") else text


def _address(name: str) -> str:
    part = "" if name == "symptom" else f"{name}/"
    return f"/complain/{part}?back=review"
