"""The link of N41: a secret that opens the score of one case, once, for seven days (§7).

It names no person. The ledger keeps a digest alone: who reads it cannot answer for the customer.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest

from jiesu.cases.models import Case
from jiesu.rules.survey.terms import our_own


def new_secret() -> str:
    """A secret for a link."""
    return secrets.token_urlsafe(16)


def digest_of(secret: str) -> str:
    """What is kept of it."""
    return sha256(secret.encode()).hexdigest()


def invited(number: str, secret: str, now: datetime) -> Case | None:
    """The case that the link opens; None if it is wrong, answered or older than seven days."""
    case = Case.objects.filter(number=number).first()
    survey = (case.record.get("survey") or {}) if case else {}
    kept = survey.get("digest", "")
    if case is None or not kept or not compare_digest(kept, digest_of(secret)):
        return None
    ends = datetime.fromisoformat(survey["at"]) + timedelta(days=our_own().asking.open_days)
    return case if now <= ends else None
