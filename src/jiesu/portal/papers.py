"""Papers that customers keep: the receipt and the letters, set as PDF (N01P, N30, S154, S168)."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiesu.cases.models import Case, Message, PromiseRow
from jiesu.portal.moments import tell
from jiesu.portal.secret import secret_of
from jiesu.rules.numbers import grouped
from jiesu.rules.workdays.shanghai import day_of
from jiesu.ui.paper.document import (
    Block,
    Document,
    Facts,
    Heading,
    Listing,
    Paragraph,
    Signature,
)
from jiesu.ui.paper.typeset import pdf
from jiesu.ui.tongue import in_english


def receipt_paper_of(case: Case, promises: Sequence[tuple[str, PromiseRow]]) -> bytes:
    """Set the receipt of a complaint: number, secret word, what was told, what comes when."""
    day = day_of(case.received_at)
    return pdf(
        Document(
            title=_("投诉回执"),
            number=case.number,
            issuer=settings.OPERATOR_NAME,
            dated=day,
            language="en" if in_english() else "zh",
            blocks=[
                Paragraph(_("您反映的问题我们已收到并高度重视。请保存本回执，密语请勿告诉他人。")),
                Facts(_particulars(case)),
                *_told(case),
                *_coming(promises),
                Signature([settings.OPERATOR_NAME, f"{day:%Y-%m-%d}"]),
            ],
        )
    )


def _particulars(case: Case) -> list[tuple[str, str]]:
    return [
        (_("编号"), grouped(case.number)),
        (_("查询密语"), secret_of(case.number)),
        (_("收到时间"), tell(case.received_at)),
        (_("查询"), f"{settings.BASE_URL}/c/{case.number}"),
        (_("热线"), settings.HOTLINE),
    ]


def _told(case: Case) -> list[Block]:
    return [
        Heading(_("您反映的问题")),
        Paragraph(case.description, "quoted"),
        Heading(_("您的诉求")),
        Paragraph(case.desired_outcome or "—", "quoted"),
    ]


def _coming(promises: Sequence[tuple[str, PromiseRow]]) -> list[Block]:
    dates = [
        _("%(due)s前%(what)s") % {"due": tell(row.due_at), "what": what} for what, row in promises
    ]
    after = _("到时没有答复可以催办；不满意可以申诉，也可以随时向有关部门反映。")
    return [Heading(_("接下来")), Listing(dates), Paragraph(after, "small")]


def letter_paper_of(case: Case, message: Message) -> bytes:
    """Set a letter as it was sent: its own words, paragraph by paragraph."""
    day = day_of(message.written_at)
    return pdf(
        Document(
            title=message.subject or case.number,
            number=case.number,
            issuer=settings.OPERATOR_NAME,
            dated=day,
            blocks=[
                *(Paragraph(part.strip()) for part in message.body.split("\n\n") if part.strip()),
                Signature(
                    [settings.OPERATOR_NAME, f"{timezone.localtime(message.written_at):%Y-%m-%d}"]
                ),
            ],
        )
    )


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """Hand a paper to the browser, to be shown or kept under ``name``."""
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
