"""What the customer takes home: letters and receipt as PDF, own data, all in one (§18, S154)."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import msgspec
from django.http import Http404, HttpResponse
from django.utils import timezone

from jiesu.cases.evidence import view
from jiesu.cases.models import Case, Entry, Message
from jiesu.cases.refusals import Refusal
from jiesu.portal.doors import CaseRequest, own_case
from jiesu.portal.files import own_pieces
from jiesu.portal.papers import letter_paper_of, pdf_answer, receipt_paper_of
from jiesu.portal.pledges import pledges
from jiesu.portal.receipt import first_promises
from jiesu.portal.states import state_shown
from jiesu.portal.story import PAPERS, letters, moments

_EPOCH = (1980, 1, 1, 0, 0, 0)


@own_case
def letter(request: CaseRequest, seq: int, template: str) -> HttpResponse:
    """Give one letter as PDF (S168)."""
    message = letter_named(request.case, seq, template)
    name = f"{request.case.number}-{template}.pdf"
    return pdf_answer(letter_paper_of(request.case, message), name)


@own_case
def receipt_paper(request: CaseRequest) -> HttpResponse:
    """Give the receipt again as PDF."""
    case = request.case
    return pdf_answer(receipt_paper_of(case, first_promises(case)), f"{case.number}.pdf")


@own_case
def data_file(request: CaseRequest) -> HttpResponse:
    """Give one's own data as JSON: what was told, written, promised, done (§18)."""
    name = f"{request.case.number}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(_data(request.case), content_type="application/json", headers=headers)


@own_case
def pack(request: CaseRequest) -> HttpResponse:
    """Give everything in one zip: receipt, letters, own files, own data (S154)."""
    case, target = request.case, io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _members(request):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content)
    headers = {"Content-Disposition": f'attachment; filename="{case.number}.zip"'}
    return HttpResponse(target.getvalue(), content_type="application/zip", headers=headers)


def letter_named(case: Case, seq: int, template: str) -> Message:
    """Return the letter of that entry and template; to others there is none."""
    for message in letters(case):
        if (message.seq, message.template) == (seq, template):
            return message
    raise Http404


def _members(request: CaseRequest) -> Iterator[tuple[str, bytes]]:
    case = request.case
    yield "receipt.pdf", receipt_paper_of(case, first_promises(case))
    yield "data.json", _data(case)
    for message in letters(case):
        if message.template in PAPERS:
            name = f"letters/{message.seq}-{message.template}-{message.pk}.pdf"
            yield name, letter_paper_of(case, message)
    for piece in own_pieces(case):
        try:
            found = view(request.actor, case.number, piece.seq, copy="redacted", now=timezone.now())
        except Refusal:
            continue
        ending = found.headers["Content-Type"].partition(";")[0].rpartition("/")[2]
        yield f"files/{piece.seq}-{piece.kind}.{ending}", b"".join(found.chunks())


def _data(case: Case) -> bytes:
    return msgspec.json.format(msgspec.json.encode(_told(case)), indent=2)


def _told(case: Case) -> dict[str, Any]:
    """All that the customer may read of the case, with particulars masked as on the page."""
    entries = list(Entry.objects.filter(case=case).order_by("seq"))
    headline, _sentence = state_shown(case)
    return {
        "number": case.number,
        "received_at": case.received_at,
        "state": {"code": case.state, "title": headline},
        "particulars": case.masked,
        "description": case.description,
        "desired_outcome": case.desired_outcome,
        "owner": {"name": case.owner.name, "work_no": case.owner.work_no} if case.owner else None,
        "promises": [
            {"title": one.title, "sentence": one.sentence, "due_at": one.due_at}
            for one in pledges(case, entries, timezone.now())
        ],
        "letters": [
            {"at": one.written_at, "subject": one.subject, "body": one.body, "by": one.carrier}
            for one in letters(case)
        ],
        "history": [
            {"at": one.at, "title": one.title, "by_you": one.mine, "words": one.words}
            for one in reversed(moments(entries))
        ],
    }
