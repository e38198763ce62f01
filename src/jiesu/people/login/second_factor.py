"""Privileged people set up a second factor before anything else."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from jiesu.people.models import Grant
from jiesu.people.permissions import book

_DONE = "second_factor"
_ALWAYS_OPEN = frozenset(
    {"mfa_activate_totp", "account_reauthenticate", "account_logout", "mfa_reauthenticate"}
    # What the set-up itself fetches: led there, it would show one secret and keep another.
    | {"sheet", "set_language"}
)

Answer = Callable[[HttpRequest], HttpResponseBase]


def must_have_second_factor(staff_id: int) -> bool:
    """Whether a role held just now demands a second factor (permissions.toml, ``privileged``)."""
    held = Grant.objects.filter(staff_id=staff_id, revoked_at=None, role__in=book().privileged)
    return held.exists()


class SecondFactorFirst:
    """Middleware: whoever must have a second factor and has none is led to setting it up.

    Once it is set up the session knows, and nothing more is asked of the database.
    """

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; the question is asked when the route is known."""
        return self._answer(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """Lead to the set-up, or let through."""
        if not settings.SECOND_FACTOR or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        route = request.resolver_match.view_name if request.resolver_match else ""
        if route in _ALWAYS_OPEN or not _lacks(request):
            return None
        return redirect("mfa_activate_totp")


def lacks_second_factor(staff_id: int, session: SessionBase) -> bool:
    """Whether this person has still to set one up; once it is there the session remembers."""
    if session.get(_DONE) == staff_id:
        return False
    if Authenticator.objects.filter(user=staff_id, type=Authenticator.Type.TOTP).exists():
        session[_DONE] = staff_id
        return False
    return must_have_second_factor(staff_id)


def _lacks(request: HttpRequest) -> bool:
    staff_id = request.user.pk
    return staff_id is not None and lacks_second_factor(staff_id, request.session)
