"""What is said when a page is not there, not allowed, or broke: what happened and what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that there is nothing here, or nothing for this person."""
    return render(request, "console/error.html", {"what": "missing"}, status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request was refused, and why if that was told."""
    told = {"what": "refused", "why": str(exception)}
    return render(request, "console/error.html", told, status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that the form is too old to be trusted (CSRF)."""
    return render(request, "console/error.html", {"what": "stale"}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that we failed, without asking the database for anything."""
    return render(request, "console/error.html", {"what": "broken"}, status=500)
