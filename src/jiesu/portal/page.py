"""Puts a customer's screen together: the shell, the operator, the size of type, the words."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

LARGE = "jiesu_large"
"""Cookie of those who read large type; it names nobody."""
SIMPLE = "jiesu_simple"
"""Cookie of those who want simple words; it names nobody."""


def shown(
    request: HttpRequest, template: str, told: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Render ``portal/<template>.html``."""
    common = {
        "operator": settings.OPERATOR_NAME,
        "hotline": settings.HOTLINE,
        "large": request.COOKIES.get(LARGE) == "1",
        "simple": wants_simple(request),
        "now": timezone.now(),
    }
    return render(request, f"portal/{template}.html", {**common, **(told or {})}, status=status)


def wants_simple(request: HttpRequest) -> bool:
    """Whether the reader asked for simple words."""
    return request.COOKIES.get(SIMPLE) == "1"
