"""The WSGI application that granian serves: the API's thin door, and Django for all the rest."""

import os
import time
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiesu.config.settings")
_django = get_wsgi_application()

from jiesu.api import hot  # noqa: E402 - its models want Django set up
from jiesu.config.requests import named, tell  # noqa: E402 - the same


def application(environ: dict[str, Any], start: hot.Start) -> Iterable[bytes]:
    """Let the API in by its own door: under its middleware Django would cost more than the work."""
    if not hot.is_ours(environ):
        return _django(environ, start)
    began = time.perf_counter()
    with named(environ.get("HTTP_X_REQUEST_ID", "")) as request_id:
        given = hot.serve(environ)
        seconds = time.perf_counter() - began
        tell(environ["REQUEST_METHOD"], given.route, given.status, seconds)
    return hot.send(environ, start, given, **{"X-Request-ID": request_id})
