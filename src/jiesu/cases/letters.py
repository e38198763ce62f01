"""Writes outgoing messages as rows, with the move that causes them (§19)."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from django.conf import settings

from jiesu.cases.dues import Dues
from jiesu.cases.models import Case, Entry, Message
from jiesu.cases.models.quick import made
from jiesu.cases.said import Letter
from jiesu.rules.clocks.promise import Promise
from jiesu.rules.letters.book import placeholders_of, render

DAYS_TO_APPEAL = 30
"""Days after the reply in which the customer may appeal to us (S50)."""

_DUE_NAMES = {
    "accept_due": ("ACCEPT",),
    "invest_due": ("INVEST", "ANSWER"),
    "answer_due": ("ANSWER",),
    "solve_due": ("SOLVE",),
}
"""The clock that each date is of, and one it may not lie behind: an answer ends the finding."""


def write(
    case: Case, entry: Entry, letters: Iterable[Letter], promises: Sequence[Promise]
) -> list[Message]:
    """Render and store ``letters`` caused by ``entry``; carriers pick them up after the commit."""
    rows = compose(case, entry, letters, Dues(promises), case.owner)
    Message.objects.bulk_create(rows)
    return rows


def repeated(
    case: Case, letter: Letter, promises: Sequence[Promise], cover: Callable[[str], str]
) -> Letter:
    """A letter of ``case`` fit to be written on another: who signs it and its dates stay the same.

    ``cover`` hides what the other reader must not see in its own values.
    """
    own = {name: cover(value) for name, value in letter.values.items()}
    values = {**_signed(case.owner), **_asked(letter, Dues(promises)), **own}
    return Letter(letter.template, values)


class Signer(Protocol):
    """Who stands behind the letter: the owner, as a row or as the roster knows him."""

    @property
    def name(self) -> str:
        """Name told to the customer."""

    @property
    def work_no(self) -> str:
        """Work number told to the customer."""

    @property
    def extension(self) -> str:
        """Telephone extension; empty means the hotline."""


def compose(
    case: Case,
    entry: Entry,
    letters: Iterable[Letter],
    dues: Dues,
    owner: Signer | None,
) -> list[Message]:
    """The rows for ``letters``, not yet stored."""
    told = list(letters)
    if not told:
        return []
    common = _common(case, owner)
    return [
        _row(case, entry, letter.template, reader, values)
        for letter in told
        if (values := {**common, **_asked(letter, dues), **letter.values})
        for reader in letter.readers
    ]


def _asked(letter: Letter, dues: Dues) -> dict[str, str]:
    """The dates that the letter's wording asks for, and those that it brings along."""
    asked = placeholders_of(letter.template)
    common = {name: dues.say(*_DUE_NAMES[name]) for name in asked if name in _DUE_NAMES}
    return common | {name: dues.say(clock) for name, clock in letter.dues.items()}


def _row(case: Case, entry: Entry, template: str, reader: str, values: dict[str, Any]) -> Message:
    text = render(template, values)
    carrier = _carrier(case, reader)
    return made(
        Message,
        case_id=case.id,
        seq=entry.seq,
        template=template,
        template_version=text.version,
        carrier=carrier,
        reader=reader,
        masked=_masked(case, carrier, reader),
        subject=text.subject,
        body=text.body,
        written_at=entry.at,
        send_at=entry.at,
    )


def _masked(case: Case, carrier: str, reader: str) -> str:
    if reader in {"authority", "public", "staff", "holder"}:  # a holder's number is not the case's
        return ""
    return str(case.masked.get("email" if carrier == "email" else "phone", ""))


def _carrier(case: Case, reader: str) -> str:
    """How the reader wants to be written to; the portal shows every message besides."""
    if reader == "staff":
        return "portal"
    if reader in {"authority", "public", "counter"}:
        return "print"
    if reader == "holder":
        return "sms"
    preferred = case.record.get("preferred_channel", "")
    if preferred == "email" or "phone" not in case.masked:
        return "email" if "email" in case.masked else "portal"
    return "sms" if preferred in {"", "sms", "phone"} else "portal"


def _common(case: Case, owner: Signer | None) -> dict[str, Any]:
    return {
        "enterprise": settings.OPERATOR_NAME,
        "case_no": case.number,
        "hotline": settings.HOTLINE,
        "url": f"{settings.BASE_URL}/c/{case.number}",
        "days": str(DAYS_TO_APPEAL),
        "ap_contact": settings.HOTLINE,
        "province": settings.PROVINCE_NAME,
        **_signed(owner),
    }


def _signed(owner: Signer | None) -> dict[str, str]:
    return {
        "owner": owner.name if owner else settings.OPERATOR_NAME,
        "work_no": owner.work_no if owner else "-",
        "ext": (owner.extension if owner else "") or settings.HOTLINE,
    }
