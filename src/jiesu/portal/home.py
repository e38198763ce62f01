"""The front page, the published procedure, the rights and ways out (S3, S20, S155, N34)."""

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from jiesu.cases.letters import DAYS_TO_APPEAL
from jiesu.portal.commitments import commitments, expected
from jiesu.portal.doors import VisitRequest, visitor
from jiesu.portal.page import shown
from jiesu.portal.visits import customer_of, memory_of
from jiesu.rules.letters.book import REMEDIES, render
from jiesu.ui.tongue import in_english


@visitor
def home(request: VisitRequest) -> HttpResponse:
    """Say what this is, what we promise, and lead to complaining and following."""
    now = timezone.now()
    told = {
        "commitments": commitments(now),
        "expected": expected(now, region="", category="N-01"),
        "draft": bool(memory_of(request.visit).draft),
        "proven": request.visit.case if customer_of(request.visit) and request.visit else None,
    }
    return shown(request, "home", told)


@visitor
def procedure(request: VisitRequest) -> HttpResponse:
    """Publish how a complaint is handled, with every time and its clause (S20)."""
    return shown(request, "procedure", {"commitments": commitments(timezone.now())})


@visitor
def rights(request: VisitRequest) -> HttpResponse:
    """Tell rights, duties, privacy, and where else to turn (S155, N34, §18)."""
    return shown(request, "rights", {"remedies": remedies()})


def remedies() -> str:
    """N34 in the reader's language: what a dissatisfied customer may do."""
    values = {
        "days": str(DAYS_TO_APPEAL),
        "ap_contact": settings.HOTLINE,
        "province": settings.PROVINCE_NAME,
    }
    return render(REMEDIES, values, language="en" if in_english() else "zh").body
