"""A request and its answer, whichever door they went through."""

from dataclasses import dataclass, field
from datetime import datetime

from msgspec import json

from jiesu.people.actor import Actor

MOST_BYTES = 2 * 1024 * 1024
"""A body may be so long: 200,000 characters written as escapes, and room."""


@dataclass(slots=True)
class Asked:
    """What a program asks for."""

    method: str
    path: str
    """Below /api/v1/, without a slash at its end."""
    query: str = ""
    authorization: str = ""
    content_type: str = ""
    languages: str = ""
    key: str = ""
    """Idempotency-Key."""
    if_match: str = ""
    if_none_match: str = ""
    body: bytes | None = b""
    """None: longer than MOST_BYTES, and not read."""


@dataclass(frozen=True, slots=True)
class Task:
    """A request by somebody known, with the parts of its address."""

    asked: Asked
    actor: Actor
    now: datetime
    number: str = ""
    verb: str = ""
    proceeding: str = ""


@dataclass(slots=True)
class Answer:
    """What it gets. ``route`` is the address as figures and logs may name it."""

    status: int
    body: bytes
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    route: str = ""


def told(status: int, thing: object, *, version: int | None = None, **headers: str) -> Answer:
    """Give ``thing`` as JSON, with its version as ETag; header names are told with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if version is not None:
        named["ETag"] = f'"{version}"'
    return Answer(status, json.encode(thing), headers=named)
