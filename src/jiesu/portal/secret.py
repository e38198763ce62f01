"""The secret word of a receipt: with the number it opens the complaint without a phone (S154).

It is reckoned from the number with a key of ours, so it is kept nowhere and can be printed again
for whoever has proven the case. The key is one of personal data: it is kept with the backups, and
stays when that of the sessions is changed. Fifty bits; guesses are bounded like one-time codes.
"""

from base64 import b32encode
from datetime import datetime

from django.db import transaction
from django.utils.crypto import constant_time_compare

from jiesu.cases.models import Case
from jiesu.kit.sealed import blind
from jiesu.portal.codes import within_limits
from jiesu.portal.models import OneTimeCode, Visit

_LENGTH = 10
_HALF = _LENGTH // 2
_SALT = "jiesu.portal.receipt"


def secret_of(number: str) -> str:
    """Return the secret word of the complaint ``number``, in two halves: ``ABCDE-FGHJK``."""
    word = b32encode(blind(f"{_SALT}/{number}")).decode()[:_LENGTH]
    return f"{word[:_HALF]}-{word[_HALF:]}"


def looks_secret(typed: str) -> bool:
    """Whether what was typed is meant as a secret word: neither digits nor an address."""
    word = "".join(typed.split()).replace("-", "")
    return len(word) == _LENGTH and word.isascii() and word.isalnum() and not word.isdecimal()


@transaction.atomic
def open_by_secret(
    visit: Visit, number: str, typed: str, *, address: str, now: datetime
) -> Case | None:
    """Return the case that the secret word opens; None alike of a wrong word and a wrong number.

    Every try is written down, so that guesses are bounded with the codes asked for.

    Raises:
        TooManyError: nothing was tried.
    """
    number_index, address_index = within_limits(number, address, now)
    OneTimeCode.objects.create(
        visit=visit,
        digest=b"",
        number_index=number_index,
        address_index=address_index,
        made_at=now,
        expires_at=now,
    )
    return Case.objects.filter(number=number).first() if _fits(number, typed) else None


def _fits(number: str, typed: str) -> bool:
    return constant_time_compare(_plain(secret_of(number)), _plain(typed))


def _plain(typed: str) -> str:
    """Without blanks and strokes; 0, 1 and 8 are not in the alphabet, so they were O, I and B."""
    told = "".join(typed.split()).replace("-", "").upper()
    return told.translate(str.maketrans("018", "OIB"))
