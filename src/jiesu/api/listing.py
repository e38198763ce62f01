"""Lists: filters from the query string, an opaque place to go on from, fifty a page."""

import base64
from datetime import datetime
from urllib.parse import parse_qsl

import msgspec
from django.utils.translation import gettext as _

from jiesu.api.problems import FaultShape, Trouble
from jiesu.api.shapes import PageShape
from jiesu.cases.flow import ENDED, OPEN
from jiesu.cases.reading import PAGE, Place, Wanted, page, rows
from jiesu.cases.search import search
from jiesu.people.actor import Actor

FILTERS = frozenset({"state", "owner", "category", "overdue", "after", "q"})
_Cursor = tuple[datetime | None, int]
_MOST_IDENTITY = 2**63 - 1
_MOST_FIGURES = len(str(_MOST_IDENTITY))


def page_of(actor: Actor, query: str, now: datetime) -> PageShape:
    """The page that ``query`` asks for.

    Raises:
        Trouble: naming the filter that cannot be understood.
    """
    fields = fields_of(query, FILTERS)
    if text := fields.pop("q", ""):
        return _found(actor, text, fields)
    found, place = page(actor, _wanted(fields, actor, now))
    return PageShape(found, _opaque(place) if place else None)


def fields_of(query: str, known: set[str] | frozenset[str]) -> dict[str, str]:
    """The fields of a query string, each once and each known; empty ones are left out."""
    if not query:
        return {}
    fields: dict[str, str] = {}
    for name, value in parse_qsl(query):
        if name not in known or name in fields or "\x00" in value:
            raise bad(name)
        fields[name] = value
    return fields


def _found(actor: Actor, text: str, others: dict[str, str]) -> PageShape:
    """The newest cases that hold ``text``; a search stands alone and has one page."""
    if others:
        raise bad(next(iter(others)))
    return PageShape(rows(actor, [hit.id for hit in search(actor, text, PAGE)]), None)


def _wanted(fields: dict[str, str], actor: Actor, now: datetime) -> Wanted:
    is_open, states = _states(fields.get("state", "open"))
    return Wanted(
        states=states,
        open=is_open,
        owner_id=_owner(fields.get("owner"), actor),
        category=fields.get("category"),
        overdue_at=_overdue(fields.get("overdue"), now, is_open=is_open),
        after=_place(fields.get("after")),
    )


def _states(told: str) -> tuple[bool, tuple[str, ...] | None]:
    """``open``, ``ended``, or codes of which all are open or all have ended."""
    if told in {"open", "ended"}:
        return told == "open", None
    codes = tuple(told.split(","))
    if OPEN.issuperset(codes):
        return True, codes
    if ENDED.issuperset(codes):
        return False, codes
    raise bad("state")


def _owner(told: str | None, actor: Actor) -> int | None:
    if told == "me":
        return actor.staff_id
    return identity_of("owner", told)


def _overdue(told: str | None, now: datetime, *, is_open: bool) -> datetime | None:
    if told not in {None, "true", "false"} or (told == "true" and not is_open):
        raise bad("overdue")
    return now if told == "true" else None


def _opaque(place: Place) -> str:
    told = msgspec.json.encode((place.due, place.id))
    return base64.urlsafe_b64encode(told).decode().rstrip("=")


def _place(told: str | None) -> Place | None:
    if told is None:
        return None
    try:
        padded = told.encode("ascii") + b"=" * (-len(told) % 4)
        due, identity = msgspec.json.decode(base64.urlsafe_b64decode(padded), type=_Cursor)
    except ValueError as error:
        raise bad("after") from error
    if not -1 <= identity <= _MOST_IDENTITY or (due is not None and due.tzinfo is None):
        raise bad("after")
    return Place(due, identity)


def identity_of(name: str, told: str | None) -> int | None:
    """The identity told as the condition ``name``; one that no row can have is refused.

    Counted before it is read: Python reads no number of five thousand figures.
    """
    if told is None:
        return None
    short = told.isascii() and told.isdigit() and len(told) <= _MOST_FIGURES
    if not short or int(told) > _MOST_IDENTITY:
        raise bad(name)
    return int(told)


def bad(name: str) -> Trouble:
    """The refusal of a condition that is none, or whose value is none."""
    return Trouble("bad-query", FaultShape(name[:40], _("没有这个条件，或它的值不能用")))
