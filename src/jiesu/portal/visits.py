"""Visits: a cookie of their own; staff sessions open nothing here, nor these anything there."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from jiesu.cases.models import Case
from jiesu.kit.sealed import seal_json, unseal_json
from jiesu.people.actor import Actor
from jiesu.portal.models import Visit
from jiesu.portal.terms import terms

COOKIE = "jiesu_visit"
_SEEN_STEP = timedelta(minutes=1)
"""Between two writes of the moment last seen: not every page costs a write."""
_MOST_SENT = 5


class Memory(msgspec.Struct):
    """What a visit remembers, sealed."""

    draft: dict[str, Any] = {}
    photos: list[dict[str, str]] = []
    """Pictures taken in for the draft: the receipt of each, never shown, and its name."""
    key: str = ""
    """Idempotency key of the draft: sent twice it makes one case."""
    sent: dict[str, str] = {}
    """Number of the case made from each key of this visit."""
    asked: str = ""
    """Number that the last one-time code was asked for."""
    shown: str = ""
    """The code itself, in a demonstration only."""


def visit_of(request: HttpRequest, now: datetime) -> Visit | None:
    """Return the visit whose cookie came with the request, if it has not ended."""
    token = request.COOKIES.get(COOKIE, "")
    if not token:
        return None
    oldest = now - timedelta(hours=terms().visit.draft_hours)
    visit = Visit.objects.filter(digest=_digest(token), seen_at__gt=oldest).first()
    if visit:
        _touch(visit, now)
    return visit


def begin(now: datetime) -> tuple[Visit, str]:
    """Make a visit; the token is for its cookie and is kept nowhere."""
    token = secrets.token_urlsafe(32)
    return Visit.objects.create(digest=_digest(token), began_at=now, seen_at=now), token


def prove(visit: Visit, case: Case, now: datetime) -> str:
    """Bind the visit to ``case`` under a new token: one planted before is worth nothing."""
    token = secrets.token_urlsafe(32)
    visit.digest, visit.case, visit.proven_at, visit.seen_at = _digest(token), case, now, now
    visit.save(update_fields=["digest", "case", "proven_at", "seen_at"])
    return token


def leave(visit: Visit) -> None:
    """End the visit with all it remembers."""
    visit.delete()


def customer_of(visit: Visit | None) -> Actor | None:
    """Return the customer that the visit has proven; None once it was idle for too long."""
    if visit is None or visit.case_id is None:
        return None
    return Actor(kind="customer", name="用户", case_id=visit.case_id)


def memory_of(visit: Visit | None) -> Memory:
    """Unseal what the visit remembers; nothing if there is no visit."""
    if visit is None or visit.secret is None:
        return Memory()
    return msgspec.convert(unseal_json(bytes(visit.secret)), Memory)


def remember(visit: Visit, memory: Memory) -> None:
    """Seal and keep ``memory``."""
    memory.sent = dict(list(memory.sent.items())[-_MOST_SENT:])
    visit.secret = seal_json(memory)
    visit.save(update_fields=["secret"])


def give(response: HttpResponseBase, token: str) -> None:
    """Hand the browser the visit's cookie; it dies with the browser."""
    response.set_cookie(
        COOKIE, token, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def _touch(visit: Visit, now: datetime) -> None:
    """Note that the visit goes on; what it had proven ends after idling."""
    if now - visit.seen_at > timedelta(minutes=terms().visit.idle_minutes):
        visit.case, visit.proven_at = None, None
    elif now - visit.seen_at < _SEEN_STEP:
        return
    visit.seen_at = now
    visit.save(update_fields=["case", "proven_at", "seen_at"])


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()
