"""One-time codes: asked for, sent as N07, tried, forgotten (§12.1, §12.2, S24)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from jiesu.cases.flow import step_from
from jiesu.cases.models import Case, Message
from jiesu.cases.moves import make_move
from jiesu.kit.sealed import blind, normal, unseal_json
from jiesu.people.actor import SYSTEM
from jiesu.portal.models import OneTimeCode, Visit
from jiesu.portal.terms import terms
from jiesu.rules.letters.book import render
from jiesu.rules.letters.letter import Letter

TEMPLATE = "N07"
LAST = 4
"""Digits of the phone number that are asked for."""
_CONCEALED = "••••••"
_HOUR = timedelta(hours=1)
_MOST_CONCEALED = 500


class TooManyError(Exception):
    """So many codes were asked for that the next must wait; said alike of unknown numbers."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a typed code."""

    kind: Literal["right", "wrong", "ended"]
    left: int = 0
    """Tries left."""
    case: Case | None = None


@transaction.atomic
def ask_code(visit: Visit, number: str, contact: str, *, address: str, now: datetime) -> str:
    """Make a code for the complaint ``number`` and send it, if ``contact`` fits; return the code.

    ``contact`` is the last digits of its phone number, or its e-mail address. The caller shows
    the code to nobody outside a demonstration; an empty one was sent to nobody.

    Raises:
        TooManyError: nothing was sent.
    """
    number_index, address_index = within_limits(number, address, now)
    case = _fitting(number, contact)
    visit.codes.filter(expires_at__gt=now).update(expires_at=now)
    code = f"{secrets.randbelow(10 ** terms().code.digits):0{terms().code.digits}}"
    OneTimeCode.objects.create(
        visit=visit,
        case=case,
        digest=_digest(visit, code),
        number_index=number_index,
        address_index=address_index,
        made_at=now,
        expires_at=now + timedelta(minutes=terms().code.minutes),
    )
    if case:
        _send(case, code, now)
    return code if case else ""


def within_limits(number: str, address: str, now: datetime) -> tuple[bytes, bytes]:
    """Return the indexes under which a try is written down.

    Raises:
        TooManyError: there were so many for this number, or from this address, in the last hour.
    """
    number_index, address_index = blind(number), blind(address or "-")
    lately = OneTimeCode.objects.filter(made_at__gt=now - _HOUR)
    if lately.filter(number_index=number_index).count() >= terms().code.hourly_a_number:
        raise TooManyError
    if lately.filter(address_index=address_index).count() >= terms().code.hourly_an_address:
        raise TooManyError
    return number_index, address_index


@transaction.atomic
def try_code(visit: Visit, typed: str, *, now: datetime) -> Outcome:
    """Try the latest code of the visit; the right one is used up and raises the identity to L1."""
    row = visit.codes.select_for_update(of=("self",)).select_related("case").order_by("-id").first()
    if row is None or row.used_at or row.expires_at <= now or row.tries >= terms().code.tries:
        return Outcome("ended")
    row.tries += 1
    right = constant_time_compare(bytes(row.digest), _digest(visit, typed))
    if row.case is None or not right:
        row.save(update_fields=["tries"])
        left = terms().code.tries - row.tries
        return Outcome("wrong" if left else "ended", left)
    row.used_at = now
    row.save(update_fields=["tries", "used_at"])
    _conceal(row, now)
    _identify(row.case, now)
    return Outcome("right", case=row.case)


def conceal_codes(now: datetime) -> int:
    """Take codes that have ended out of the messages that carried them; return how many."""
    ended = OneTimeCode.objects.filter(concealed_at=None, expires_at__lte=now).exclude(case=None)
    with transaction.atomic():
        rows = list(ended.select_for_update(skip_locked=True)[:_MOST_CONCEALED])
        for row in rows:
            _conceal(row, now)
    return len(rows)


def _fitting(number: str, contact: str) -> Case | None:
    case = Case.objects.filter(number=number).select_related("owner").first()
    if case is None or case.secret is None:
        return None
    told: dict[str, str] = unseal_json(bytes(case.secret))
    digits = "".join(sign for sign in told.get("phone", "") if sign.isdecimal())
    if len(digits) >= LAST and contact == digits[-LAST:]:
        return case
    return case if "@" in contact and normal(contact) == normal(told.get("email", "")) else None


def _send(case: Case, code: str, now: datetime) -> None:
    """One N07 a ledger length: asked for again it replaces the one whose code just ended."""
    text = _text(case, code)
    Message.objects.update_or_create(
        case=case,
        seq=case.seq,
        template=TEMPLATE,
        carrier="sms" if "phone" in case.masked else "email",
        reader="user",
        defaults={
            "template_version": text.version,
            "masked": case.masked.get("phone") or case.masked.get("email", ""),
            "subject": text.subject,
            "body": text.body,
            "written_at": now,
            "send_at": now,
            "sending_since": None,
            "tries": 0,
            "delivered_at": None,
            "refused_at": None,
            "refusal": "",
        },
    )


def _text(case: Case, code: str) -> Letter:
    values = {
        "enterprise": settings.OPERATOR_NAME,
        "otp": code,
        "case_no": case.number,
        "min": str(terms().code.minutes),
    }
    return render(TEMPLATE, values)


def _conceal(row: OneTimeCode, now: datetime) -> None:
    """Whoever reads the message later learns no code, and one not sent by now is not sent."""
    row.concealed_at = now
    row.save(update_fields=["concealed_at"])
    assert row.case is not None
    newer = OneTimeCode.objects.filter(case=row.case, concealed_at=None, id__gt=row.pk)
    if not newer.exists():
        body = _text(row.case, _CONCEALED).body
        Message.objects.filter(case=row.case, template=TEMPLATE).update(body=body, send_at=None)


def _identify(case: Case, now: datetime) -> None:
    """§12.2: the phone number that was given answers, once."""
    if case.identity_level == "L0" and step_from("identify", case.state):
        words = {"level": "L1", "method": "contact_otp"}
        make_move(SYSTEM, case.number, "identify", words, now=now)


def _digest(visit: Visit, code: str) -> bytes:
    """Keyed: six digits alone could be guessed from a plain hash."""
    key = f"jiesu.portal.code/{visit.pk}"
    return salted_hmac(key, code, algorithm="sha256").digest()
