"""What a program says in the head of a request: which version it saw, which request it is."""

import re

from jiesu.api.asked import Task
from jiesu.api.problems import Trouble

_ETAG = re.compile(r'"(\d{1,9})"')
_LONGEST_KEY = 200


def key_of(task: Task) -> str:
    """The Idempotency-Key; empty if none was told.

    Raises:
        Trouble: it is too long.
    """
    if len(task.asked.key) > _LONGEST_KEY:
        raise Trouble("bad-header")
    return task.asked.key


def version_of(task: Task) -> int | None:
    """The version the caller last saw; None if he does not say.

    Raises:
        Trouble: If-Match holds something else.
    """
    told_version = task.asked.if_match.strip()
    if not told_version or told_version == "*":
        return None
    found = _ETAG.fullmatch(told_version)
    if found is None:
        raise Trouble("bad-header")
    return int(found[1])


def has_seen(task: Task, version: int) -> bool:
    """Whether the caller holds this version; what is included may change without a new one."""
    held = task.asked.if_none_match
    return f'"{version}"' in (tag.strip().removeprefix("W/") for tag in held.split(","))
