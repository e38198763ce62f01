"""Who tells that a page failed: staff read it in the console's words, customers in theirs."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from jiesu.console import errors as staff
from jiesu.portal import errors as customers

OF_STAFF = ("/console/", "/account/", "/ui/")
"""Addresses that only staff use; everything else is a customer's."""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Say that there is nothing here, or nothing for this person."""
    return _house(request, staff.not_found, customers.not_found)(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Say that the request was refused."""
    return _house(request, staff.forbidden, customers.forbidden)(request, exception)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Say that the form is too old to be trusted (CSRF)."""
    return _house(request, staff.stale_form, customers.stale_form)(request, reason)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Say that the request was too large or not readable."""
    return customers.unreadable(request, exception)


def broken(request: HttpRequest) -> HttpResponseBase:
    """Say that we failed."""
    return _house(request, staff.broken, customers.broken)(request)


Answer = Callable[..., HttpResponseBase]


def _house(request: HttpRequest, ours: Answer, theirs: Answer) -> Answer:
    return ours if request.path.startswith(OF_STAFF) else theirs
