"""Sessions end: when unused, when old, and when the same person has too many."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, logout
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from jiesu.people.actor import Actor
from jiesu.people.actors import load_actor
from jiesu.people.audit import note
from jiesu.people.login.second_factor import lacks_second_factor
from jiesu.people.models import Staff
from jiesu.people.permissions import book
from jiesu.people.perspective import seen_as

_BEGAN, _SEEN = "began", "seen"
_SEEN_STEP = 60.0
"""Seconds between two writes of the moment last seen: not every request costs a write."""

Answer = Callable[[HttpRequest], HttpResponseBase]
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def begin_session(request: HttpRequest, staff: Staff, *, at: datetime) -> None:
    """Stamp the new session, and end the oldest beyond those that one person may have."""
    request.session[_BEGAN] = request.session[_SEEN] = at.timestamp()
    note("login", at=at, by=staff.pk, about=staff.pk)
    others = UserSession.objects.filter(user=staff).exclude(session_key=request.session.session_key)
    for session in others.order_by("-created_at")[book().login.sessions - 1 :]:
        session.end()
        note("end_session", at=at, by=staff.pk, about=staff.pk)


def has_just_begun(request: HttpRequest, *, at: datetime) -> bool:
    """Whether the password of this session was given moments ago (``REAUTHENTICATION_TIMEOUT``)."""
    began: float = request.session.get(_BEGAN, 0.0)
    return at.timestamp() - began < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def actor_of_session(key: str, at: datetime) -> Actor | None:
    """Return whom the session ``key`` belongs to, if it would open a page just now.

    Reading it this way leaves it as it is: to listen is not to be active.
    """
    session = SessionStore(key)
    staff = Staff.objects.filter(pk=session.get(SESSION_KEY) or 0, left_at=None).first()
    if staff is None or _over(session, at):
        return None
    if not constant_time_compare(session.get(HASH_SESSION_KEY, ""), staff.get_session_auth_hash()):
        return None
    if settings.SECOND_FACTOR and lacks_second_factor(staff.pk, session):
        return None
    actor = load_actor(staff.pk)
    return actor and seen_as(actor, session, at=at)


def clear_expired(at: datetime) -> int:
    """Delete the sessions that ended by themselves; returns how many (§18)."""
    keys = Session.objects.filter(expire_date__lt=at).values_list("session_key", flat=True)
    ended = list(keys)
    UserSession.objects.filter(session_key__in=ended).delete()
    return Session.objects.filter(session_key__in=ended).delete()[0]


def asked_by_the_page(view: View) -> View:
    """Declare that pages ask this by themselves: it keeps nobody's session alive."""
    view.asked_by_the_page = True  # type: ignore[attr-defined] # read by _was_used
    return view


def bounded(answer: Answer) -> Answer:
    """Middleware: a session unused or too old is ended before the view sees it."""

    def bound(request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return answer(request)
        now = timezone.now()
        if request.user.is_authenticated:
            _look_at_the_clock(request, now)
        response = answer(request)
        if request.user.is_authenticated and _was_used(request):
            _stamp(request.session, now.timestamp())
        return response

    return bound


def _look_at_the_clock(request: HttpRequest, now: datetime) -> None:
    for stamp in (_BEGAN, _SEEN):
        request.session.setdefault(stamp, now.timestamp())
    if _over(request.session, now):
        note("end_session", at=now, by=request.user.pk, about=request.user.pk)
        logout(request)


def _was_used(request: HttpRequest) -> bool:
    """Whether a person asked; the route is known only once it was answered."""
    match = request.resolver_match
    return not (match and getattr(match.func, "asked_by_the_page", False))


def _stamp(session: SessionBase, moment: float) -> None:
    if moment - session.get(_SEEN, 0.0) > _SEEN_STEP:
        session[_SEEN] = moment


def _over(session: SessionBase, now: datetime) -> bool:
    """Whether the session was unused too long, or is too old."""
    moment, bounds = now.timestamp(), book().login
    idle = timedelta(minutes=bounds.idle_minutes).total_seconds()
    oldest = timedelta(hours=bounds.absolute_hours).total_seconds()
    seen, began = session.get(_SEEN, moment), session.get(_BEGAN, moment)
    return bool(moment - seen > idle or moment - began > oldest)
