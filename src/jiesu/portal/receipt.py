"""The receipt: number and secret word for eye and ear, what was told, what comes next (S154)."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from jiesu.cases.models import Case, PromiseRow
from jiesu.portal.commitments import PLEDGES, behind_the_answer
from jiesu.portal.doors import VisitRequest, visitor
from jiesu.portal.moments import tell
from jiesu.portal.page import shown
from jiesu.portal.papers import pdf_answer, receipt_paper_of
from jiesu.portal.secret import secret_of
from jiesu.portal.visits import memory_of
from jiesu.rules.numbers import grouped, spoken


@visitor
def receipt(request: VisitRequest) -> HttpResponse:
    """Show the receipt of what this visit sent last; to others there is none."""
    case = _sent_last(request)
    promises = first_promises(case)
    told = {
        "case": case,
        "grouped": grouped(case.number),
        "spoken": spoken(case.number),
        "secret": secret_of(case.number),
        "note": _note(case),
        "promises": promises,
        "reachable": "phone" in case.masked or "email" in case.masked,
    }
    return shown(request, "receipt", told)


@visitor
def receipt_paper(request: VisitRequest) -> HttpResponse:
    """Give the receipt of what this visit sent last as PDF."""
    case = _sent_last(request)
    return pdf_answer(receipt_paper_of(case, first_promises(case)), f"{case.number}.pdf")


def first_promises(case: Case) -> list[tuple[str, PromiseRow]]:
    """Return the first date of each promise that binds us, with what it promises."""
    rows = PromiseRow.objects.filter(case=case, binding=True).order_by("due_at")
    first: dict[str, PromiseRow] = {}
    for row in rows:
        first.setdefault(row.clock, row)
    if behind_the_answer({clock: row.due_at for clock, row in first.items()}):
        del first["INVEST"]
    return [(str(PLEDGES[clock][1]), row) for clock, row in first.items() if clock in PLEDGES]


def _sent_last(request: VisitRequest) -> Case:
    sent = list(memory_of(request.visit).sent.values())
    case = Case.objects.filter(number=sent[-1]).first() if sent else None
    if case is None:
        raise Http404
    return case


def _note(case: Case) -> str:
    """The receipt as one text, to be kept as a message to oneself."""
    told = {
        "operator": settings.OPERATOR_NAME,
        "number": case.number,
        "secret": secret_of(case.number),
        "at": tell(case.received_at),
        "url": f"{settings.BASE_URL}/c/{case.number}",
        "hotline": settings.HOTLINE,
    }
    return (
        _(
            "【%(operator)s】投诉回执：编号 %(number)s，查询密语 %(secret)s，%(at)s收到。"
            "查询：%(url)s 或致电 %(hotline)s。密语请勿告诉他人。"
        )
        % told
    )
