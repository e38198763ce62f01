"""The thin door: a WSGI application beside Django, without its middleware (design 5).

It serves all of /api/v1/ by the same ``answer`` as the view in Django's own table of addresses, so
there is one meaning and two doors; tests/api runs every test through both.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, BinaryIO

from django.db import connection

from jiesu.api.asked import MOST_BYTES, Answer, Asked
from jiesu.api.routes import ROOT, answer
from jiesu.kit.hands import HANDS

Environ = dict[str, Any]
Start = Callable[..., Any]
TOLD_MOMENT = "jiesu.now"
"""Where whoever calls the application from within may tell the time (house rule 17)."""
_MOST_DRAINED, _BLOCK = 64 * 1024 * 1024, 1024 * 1024
_STATUS = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


def is_ours(environ: Environ) -> bool:
    """Whether the request is for the API."""
    return str(environ["PATH_INFO"]).startswith(ROOT)


def serve(environ: Environ) -> Answer:
    """Answer a WSGI request, over this thread's lasting connection."""
    asked = asked_of(environ)
    with HANDS.taken():
        if connection.errors_occurred:
            connection.close_if_unusable_or_obsolete()
        return answer(asked, moment_of(environ))


def send(environ: Environ, start: Start, given: Answer, **more: str) -> Iterable[bytes]:
    """Write the answer as WSGI wants it."""
    headers = {
        "Content-Type": given.content_type,
        "Content-Length": str(len(given.body)),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-cache",
        **given.headers,
        **more,
    }
    start(_STATUS[given.status], list(headers.items()))
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else given.body]


def asked_of(environ: Environ) -> Asked:
    """What a WSGI environment asks."""
    get = environ.get
    return Asked(
        method=environ["REQUEST_METHOD"],
        path=environ["PATH_INFO"][len(ROOT) :].rstrip("/"),
        query=get("QUERY_STRING", ""),
        authorization=get("HTTP_AUTHORIZATION", ""),
        content_type=get("CONTENT_TYPE", ""),
        languages=get("HTTP_ACCEPT_LANGUAGE", ""),
        key=get("HTTP_IDEMPOTENCY_KEY", ""),
        if_match=get("HTTP_IF_MATCH", ""),
        if_none_match=get("HTTP_IF_NONE_MATCH", ""),
        body=_body(environ),
    )


def moment_of(environ: Environ) -> datetime:
    """When the request came. A header can never become this key: only the house tells the time."""
    told = environ.get(TOLD_MOMENT)
    return told if isinstance(told, datetime) else datetime.now(UTC)


def _body(environ: Environ) -> bytes | None:
    """The body, or None if it is too long; a length that is not told is found out by reading."""
    told = environ.get("CONTENT_LENGTH") or ""
    if told.isdigit() and int(told) > MOST_BYTES:
        _drain(environ["wsgi.input"], int(told))
        return None
    if told == "0" or environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
        return b""
    length = int(told) if told.isdigit() else MOST_BYTES + 1
    body: bytes = environ["wsgi.input"].read(length)
    return body if len(body) <= MOST_BYTES else None


def _drain(body: BinaryIO, length: int) -> None:
    """Read past a body that is too long: who is still sending would not hear why it is refused."""
    left = min(length, _MOST_DRAINED)
    while left > 0 and (block := body.read(min(left, _BLOCK))):
        left -= len(block)
