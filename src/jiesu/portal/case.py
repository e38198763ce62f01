"""The customer's case on one page: state, promises, who, letters, what can be done (§12.1)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jiesu.cases.actions.ask import asked_for
from jiesu.cases.models import Case, Entry
from jiesu.cases.particulars import subject_of
from jiesu.portal.acting import able_now
from jiesu.portal.course import course_of
from jiesu.portal.doors import CaseRequest, own_case
from jiesu.portal.home import remedies
from jiesu.portal.offers import Offer, offers
from jiesu.portal.orders import appointments
from jiesu.portal.outages import STILL_BAD, Broken, broken_for, pressed_since, way_to_tell
from jiesu.portal.page import shown
from jiesu.portal.pledges import pledges
from jiesu.portal.sending import new_key
from jiesu.portal.states import state_shown
from jiesu.portal.story import PAPERS, letters, moments, proposal_in
from jiesu.portal.taking import letter_named
from jiesu.portal.urging import presses, rests_until
from jiesu.rules.numbers import grouped


@own_case
def case_page(request: CaseRequest) -> HttpResponse:
    """Show the case."""
    case, now = request.case, timezone.now()
    entries = list(Entry.objects.filter(case=case).order_by("seq"))
    headline, sentence = state_shown(case)
    written, able = letters(case), able_now(request)
    offered, broken = offers(able, case, now), broken_for(case)
    told = {
        "case": case,
        "grouped": grouped(case.number),
        "subject": subject_of(case.description),
        "headline": headline,
        "sentence": sentence,
        "asked": asked_for(case),
        "extension": (case.owner.extension if case.owner else "") or settings.HOTLINE,
        "offers": offered,
        **_of_outage(case, broken, offered, now),
        "may_send": any(verb.name == "add_evidence" for verb in able),
        "points": course_of(case, pledges(case, entries, now), now, broken),
        "appointments": appointments(case),
        "presses": presses(case),
        "rests_until": rests_until(case, now),
        "letters": written,
        "proposal": proposal_in(written) if case.state == "PROPOSED" else None,
        "moments": moments(entries),
        "papers": PAPERS,
        "remedies": remedies(),
    }
    return shown(request, "case", told)


def _of_outage(
    case: Case, broken: Broken | None, offered: Sequence[Offer], now: datetime
) -> dict[str, Any]:
    """The outage the case belongs to, and how to say that a line is still bad after it."""
    if broken is None:
        return {}
    told = {"broken": broken, "broken_told": broken.told_at(now)}
    if broken.over is None:
        return told
    if pressed_since(case, broken.over):
        return {**told, "bad_told": True}
    way = way_to_tell(offered)
    return {**told, "still_bad": way and (*way, STILL_BAD, new_key())}


@own_case
def data(request: CaseRequest) -> HttpResponse:
    """Show what we keep of the customer, masked, why, for how long, and what may be asked (§18)."""
    told = {"case": request.case, "grouped": grouped(request.case.number)}
    return shown(request, "data", told)


@own_case
def paper(request: CaseRequest, seq: int, template: str) -> HttpResponse:
    """Show one letter as a document to print (K12, S154)."""
    message = letter_named(request.case, seq, template)
    return shown(request, "paper", {"case": request.case, "message": message})


@own_case
def paper_text(request: CaseRequest, seq: int, template: str) -> HttpResponse:
    """Give one letter as a text file to keep."""
    message = letter_named(request.case, seq, template)
    told = {"case": request.case, "message": message, "operator": settings.OPERATOR_NAME}
    response = render(request, "portal/paper.txt", told, "text/plain; charset=utf-8")
    name = f"{request.case.number}-{template}.txt"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
