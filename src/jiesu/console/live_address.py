"""Where a page finds the live stream, and that its policy lets it go there."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def live_address(request: HttpRequest) -> str:
    """Return the address of ``/live`` for whoever sees this page; empty if there is no stream.

    ``:8001`` means another port of whatever host the browser used to come here.
    """
    told: str = settings.LIVE_URL
    if not told.startswith(":"):
        return told
    host = request.get_host()
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
    return f"{request.scheme}://{name}{told}/live"


def let_listen(response: HttpResponse, address: str) -> HttpResponse:
    """Widen the page's policy by exactly this address, if it lies at another origin (CSP)."""
    if "://" in address:
        response._csp_update = {"connect-src": ["'self'", address]}  # type: ignore[attr-defined]  # noqa: SLF001 - what csp's own decorator sets
    return response
