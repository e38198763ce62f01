"""What customers read when a page is not there, not allowed, or broke."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from jiesu.portal.page import shown


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:  # noqa: ARG001 - Django's signature
    """Say that there is nothing here, or nothing for this person."""
    return _told(request, "missing", 404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponseBase:  # noqa: ARG001 - Django's signature
    """Say that the request was refused."""
    return _told(request, "refused", 403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponseBase:  # noqa: ARG001 - Django's signature
    """Say that the form is too old to be trusted (CSRF)."""
    return _told(request, "stale", 403)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponseBase:  # noqa: ARG001 - Django's signature
    """Say that the request was too large or not readable."""
    return _told(request, "unreadable", 400)


def broken(request: HttpRequest) -> HttpResponseBase:
    """Say that we failed, without asking the database for anything."""
    return _told(request, "broken", 500)


def _told(request: HttpRequest, what: str, status: int) -> HttpResponse:
    return shown(request, "error", {"what": what}, status)
