"""Around every request: an id that follows it through the log, one line at its end, figures.

The line names the route (``cases/<no>/``), not the address: an address may hold a search word.
"""

import re
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import Counter, Histogram

from jiesu.config import metrics

_log = structlog.get_logger(__name__)
_FIT = re.compile(r"[A-Za-z0-9-]{8,64}")
_UNTOLD = frozenset({"healthz", "metrics"})
Answer = Callable[[HttpRequest], HttpResponseBase]


def followed(answer: Answer) -> Answer:
    """Middleware: log, count and time each request, under the caller's id if it is a decent one."""

    def follow(request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        with named(request.headers.get("X-Request-ID", "")) as request_id:
            response = answer(request)
            match = request.resolver_match
            route, seconds = match.route if match else "-", time.perf_counter() - began
            tell(request.method or "-", route, response.status_code, seconds)
        response.headers["X-Request-ID"] = request_id
        return response

    return follow


@contextmanager
def named(told: str) -> Iterator[str]:
    """Give all that is logged inside the id of this request."""
    request_id = told if _FIT.fullmatch(told) else uuid.uuid4().hex
    with structlog.contextvars.bound_contextvars(request_id=request_id):
        yield request_id


def tell(method: str, route: str, status: int, seconds: float) -> None:
    """Log, count and time an answered request."""
    if route in _UNTOLD:
        return
    counted, timed = _figures(method, route, status)
    counted.inc()
    timed.observe(seconds)
    _log.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))


@lru_cache(maxsize=2_000)
def _figures(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    """The two figures of one kind of answer; the library looks a name up under a lock."""
    counted = metrics.REQUESTS.labels(method, route, status)
    return counted, metrics.REQUEST_SECONDS.labels(method, route)
