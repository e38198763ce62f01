"""Every route says who may enter: a verb of permissions.toml, or that it is open to all.

A stranger gets 404, not 403: whoever may not enter is not told that there is a room.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPMethod
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from jiesu.people.actor import Actor
from jiesu.people.actors import load_actor
from jiesu.people.models import Staff
from jiesu.people.permissions import book
from jiesu.people.perspective import seen_as

OPEN = "open"
"""The declaration of a route that anybody may call."""
GUARDED_ELSEWHERE = ("allauth.", "django.views.", "django.contrib.staticfiles.", "jiesu.ui.")
"""Modules whose views guard themselves or show nothing of anybody; ui/ stands below us."""

_LOOKING = (HTTPMethod.GET, HTTPMethod.HEAD)

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request that came through a staff door."""

    user: Staff
    actor: Actor


View = Callable[Concatenate[StaffRequest, P], HttpResponseBase]
Route = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def door(
    verb: str, *, asks: bool = False, unsent: Callable[..., str] | None = None
) -> Callable[[View[P]], Route[P]]:
    """Let in staff one of whose roles may ``verb`` at all, and give the view ``request.actor``.

    ``asks`` says that a POST only asks, to keep what is asked out of the address: who looks with
    another's eyes may ask too. Which case they reach is the question of ``visible_to``; the move
    asks ``may`` once more. ``unsent`` is called as the view would be for a POST whose session
    has ended, and returns the address to which its writer comes back from logging in.
    Raises KeyError for an unknown verb when the module is imported.
    """
    roles = frozenset(book().verbs[verb].cells)

    def guard(view: View[P]) -> Route[P]:
        @wraps(view)
        def entered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            actor = actor_of(request)
            if actor is None and unsent and request.method == HTTPMethod.POST:
                return redirect_to_login(unsent(request, *args, **kwargs))
            if actor is None:
                return redirect_to_login(request.get_full_path())
            if not any(held.role in roles for held in actor.held):
                raise Http404
            if actor.through and not asks and request.method not in _LOOKING:
                raise PermissionDenied(_("您正以他人视角查看，不能办理；未作改动。请先结束查看。"))
            request.actor = actor  # type: ignore[attr-defined] # this makes it a StaffRequest
            return view(cast("StaffRequest", request), *args, **kwargs)

        return _declared(entered, verb)

    return guard


def open_door(view: Route[P]) -> Route[P]:
    """Declare that anybody may call ``view``, or that it checks by itself whom it serves."""
    return _declared(view, OPEN)


def access_of(view: Callable[..., Any]) -> str | None:
    """Return what a route's view declares: a verb, OPEN, or None for nothing."""
    view = getattr(view, "view_class", view)
    if view.__module__.startswith(GUARDED_ELSEWHERE):
        return OPEN
    declared: str | None = getattr(view, "access", None)
    return declared


def _declared(view: Route[P], access: str) -> Route[P]:
    view.access = access  # type: ignore[attr-defined] # read by access_of
    return view


def actor_of(request: HttpRequest) -> Actor | None:
    """Return whoever looks, or as whom; whoever has left since logging in is nobody."""
    actor = load_actor(request.user.pk) if request.user.is_authenticated else None
    return actor and seen_as(actor, request.session, at=timezone.now())
