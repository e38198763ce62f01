"""The register of outages for programs: a network-operations system declares through it (S105)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from jiesu.api.asked import Answer, Task, told
from jiesu.api.bodies import read
from jiesu.api.headers import key_of, version_of
from jiesu.api.listing import bad, fields_of, identity_of
from jiesu.api.problems import Trouble
from jiesu.incidents.models import Outage, OutageTurn
from jiesu.incidents.outages import close_outage, declare_outage, estimate_outage
from jiesu.incidents.refusals import UnknownOutage
from jiesu.incidents.register import linked_counts, page
from jiesu.people.models import Organisation

OUTAGE_FILTERS = frozenset({"open", "unit", "after"})
_OBJECT = msgspec.json.Decoder(dict[str, Any])


class OutageShape(msgspec.Struct):
    """An outage as it stands: no personal data in it."""

    number: str
    kind: str
    """``fault`` or ``work``."""
    cause: str
    unit: str
    """Code of the unit in whose area it is."""
    places: list[str]
    """Where in that area; empty: everywhere."""
    since: datetime
    until: datetime | None
    eta: datetime | None
    overdue: bool
    ended_at: datetime | None
    root_cause: str
    found: str
    linked: int
    """Complaints linked to it: all, or those you may see unless you may declare outages there."""
    version: int
    """Send it as If-Match with the next verb."""


class OutagePage(msgspec.Struct):
    """A page of the register."""

    outages: list[OutageShape]
    next: str | None
    """Send it as ``after`` to get the next page; null on the last one."""


def list_outages(task: Task) -> Answer:
    """GET outages: fifty, newest first."""
    fields = fields_of(task.asked.query, OUTAGE_FILTERS)
    is_open = fields.get("open", "true")
    if is_open not in {"true", "false"}:
        raise bad("open")
    path, before = _path(fields.get("unit")), identity_of("after", fields.get("after"))
    found, following = page(task.actor, is_open=is_open == "true", unit_path=path, before=before)
    counts = linked_counts(task.actor, found)
    shown = [_shape(outage, counts, task.now) for outage in found]
    return told(200, OutagePage(shown, str(following) if following else None))


def show_outage(task: Task) -> Answer:
    """GET outages/{number}: always in full, for who joins, and what is late, makes no version."""
    found = Outage.objects.visible_to(task.actor).select_related("unit")
    outage = found.filter(number=task.number).first()
    if outage is None:
        raise UnknownOutage(
            _("没有找到编号为 %(number)s 的群障，请核对编号。") % {"number": task.number}
        )
    return _told(task, outage)


def declare(task: Task) -> Answer:
    """POST outages: enter one into the register."""
    turn = declare_outage(task.actor, read(task, _OBJECT), now=task.now, key=key_of(task))
    where = f"/api/v1/outages/{turn.outage.number}"
    return _told(task, turn.outage, status=201, Location=where)


def turn_outage(task: Task) -> Answer:
    """POST outages/{number}/{verb}: what is known better, or that it is over."""
    verb = _TURNS.get(task.verb)
    if verb is None:
        raise Trouble("unknown-address")
    terms: dict[str, Any] = {"version": version_of(task), "key": key_of(task)}
    turn = verb(task.actor, task.number, read(task, _OBJECT), now=task.now, **terms)
    return _told(task, turn.outage)


_TURNS: Mapping[str, Callable[..., OutageTurn]] = {
    "estimate": estimate_outage,
    "close": close_outage,
}


def _told(task: Task, outage: Outage, *, status: int = 200, **headers: str) -> Answer:
    shape = _shape(outage, linked_counts(task.actor, [outage]), task.now)
    return told(status, shape, version=outage.version, **headers)


def _shape(outage: Outage, counts: Mapping[str, int], now: datetime) -> OutageShape:
    return OutageShape(
        number=outage.number,
        kind=outage.kind,
        cause=outage.cause,
        unit=outage.unit.code,
        places=outage.places,
        since=outage.since,
        until=outage.until,
        eta=outage.eta,
        overdue=outage.overdue(now),
        ended_at=outage.ended_at,
        root_cause=outage.root_cause,
        found=outage.found,
        linked=counts.get(outage.number, 0),
        version=outage.version,
    )


def _path(code: str | None) -> str:
    """The path of the unit called ``code``; empty for all of them."""
    if code is None:
        return ""
    path = Organisation.objects.filter(code=code).values_list("path", flat=True).first()
    if path is None:
        raise bad("unit")
    return path
