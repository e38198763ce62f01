"""Larger type and simpler words, for whoever asks for them; remembered for a year."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from jiesu.people.doors import open_door
from jiesu.portal.page import LARGE, SIMPLE

_A_YEAR = 365 * 24 * 3600


@open_door
@require_POST
def large_type(request: HttpRequest) -> HttpResponse:
    """Switch large type on or off and go back to where one was."""
    return _switched(request, LARGE)


@open_door
@require_POST
def simple_words(request: HttpRequest) -> HttpResponse:
    """Switch simple words on or off and go back to where one was."""
    return _switched(request, SIMPLE)


def _switched(request: HttpRequest, cookie: str) -> HttpResponse:
    after = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()})
    response = redirect(after if safe else "portal:home")
    if request.COOKIES.get(cookie) == "1":
        response.delete_cookie(cookie)
    else:
        response.set_cookie(
            cookie, "1", max_age=_A_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    return response
