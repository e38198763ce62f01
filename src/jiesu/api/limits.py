"""How often a token may ask: a guard against a loop gone wild, not an accounting.

Each process counts for itself, so that counting costs no statement; with two processes a token gets
twice the number. 0 means no limit; a gateway in front does better (docs/how-to/use-the-api.md).
"""

import time

from django.conf import settings

from jiesu.api.problems import Trouble

_MOST_TOKENS = 10_000


class Minute:
    """The minute under way and how often each token asked in it."""

    began: float = 0.0
    asked: dict[str, int] = {}


def count(token: str) -> None:
    """Count one request of ``token``.

    Raises:
        Trouble: too many in this minute.
    """
    most = settings.API_PER_MINUTE
    if not most:
        return
    now = time.monotonic()
    if now - Minute.began >= 60 or len(Minute.asked) > _MOST_TOKENS:  # noqa: PLR2004 - a minute
        Minute.began, Minute.asked = now, {}
    times = Minute.asked.get(token, 0) + 1
    Minute.asked[token] = times
    if times > most:
        raise Trouble("too-many", Retry_After=str(max(1, int(60 - (now - Minute.began)))))
