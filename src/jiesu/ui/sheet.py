"""All styles of the customers' screens in one file: a phone on a bad line asks once (S3)."""

import hashlib
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page

from jiesu.ui.styles import CUSTOMER_STYLES

_STYLES = Path(__file__).parent / "static" / "ui" / "css"


@gzip_page
def sheet(request: HttpRequest, digest: str) -> HttpResponse:  # noqa: ARG001 - it names the version
    """Give the sheet; its address changes with its content, so that it may be kept for good."""
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(_sheet(), content_type="text/css; charset=utf-8", headers=headers)


@cache
def sheet_digest() -> str:
    """Return what names the present content of the sheet."""
    return hashlib.sha256(_sheet().encode()).hexdigest()[:12]


@cache
def _sheet() -> str:
    parts = [(_STYLES / f"{name}.css").read_text(encoding="utf-8") for name in CUSTOMER_STYLES]
    return "\n".join(parts)
