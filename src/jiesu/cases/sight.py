"""Who sees which case: every fetch asks ``visible_to`` (§17, house rule 22)."""

from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from jiesu.people.access import contractor_grace
from jiesu.people.actor import Actor
from jiesu.people.scopes import Scopes, scopes


@lru_cache(maxsize=256)
def sight(actor: Actor) -> Q:
    """The condition under which ``actor`` sees a case; it follows from the actor alone."""
    held = scopes(actor)
    if held.everything:
        return Q()
    if actor.kind == "customer":
        return Q(id=held.case_id)
    allowed = _by_row(actor, held) | _waiting(actor) | _through_orders(actor, held)
    if held.by_part:
        allowed |= _has_part(actor, accused=False)
    allowed &= ~_has_part(actor, accused=True)
    return allowed & sight(actor.through) if actor.through else allowed


def sight_of_own(actor: Actor) -> Q:
    """The same of cases that ``actor`` owns or works on, or of a unit whose cases it sees all.

    For them ``sight`` comes down to this; not for whoever looks with another's eyes.
    """
    held = scopes(actor)
    if held.everything or not held.by_part or actor.through:
        return sight(actor)
    return ~_has_part(actor, accused=True)


def sees_few(actor: Actor) -> bool:
    """Whether cases open to ``actor`` one by one alone: by part, order, or a decision asked for.

    Those can be listed first, and sight asked of them alone.
    """
    held = scopes(actor)
    wide = held.everything or held.prefixes or held.inspection_prefixes or held.crew_prefixes
    by_state = any(one.role in _WAITING_BY_STATE for one in actor.held)
    return actor.kind == "staff" and not (wide or held.by_visit or by_state)


def _by_row(actor: Actor, held: Scopes) -> Q:
    """What the row alone tells, asked first: a queue of one's own then never asks for parts.

    The owner has a part too; without the column PostgreSQL gathers all the parts one ever had.
    """
    allowed = Q(number__in=actor.glass)
    if held.by_part:
        allowed |= Q(owner=actor.staff_id)
    for prefix in (*held.prefixes, *held.inspection_prefixes):
        allowed |= Q(unit_path__startswith=prefix)
    return allowed


def _waiting(actor: Actor) -> Q:
    allowed = Q(pk__in=[])
    for one in actor.held:
        if waiting := _WAITING.get(one.role):
            allowed |= waiting & Q(unit_path__startswith=one.path)
    return allowed


def waits_for(actor: Actor) -> bool:
    """Whether cases may wait for a role of ``actor`` before it has a part in them."""
    return any(held.role in _WAITING for held in actor.held)


_NO_VIEW = ("accused", "technician")
"""Parts that open nothing by themselves: a technician sees what an open order shows (§17)."""

_WAITING = {
    "R17": Q(state__in=["RESOLVED", "CALLBACK"])
    | Q(state="WITHDRAWN", record__withdrawal_check="due"),
    "R16": Q(state="APPEALED"),
    **{role: Q(record__waiting__contains=[role]) for role in ("R15", "R22")},
    "R23": Q(record__waiting__contains=["R23"]) | Q(record__malice__state="review"),
}
"""What waits for a role's own work, before anybody of that role has a part in it (T20, T24, ²)."""
_WAITING_BY_STATE = frozenset({"R16", "R17"})
"""Roles for which all cases of a state wait, and not those alone in which somebody is asked."""


def _has_part(actor: Actor, *, accused: bool) -> Q:
    parts = apps.get_model("cases", "Part").objects.filter(
        case=OuterRef("pk"), staff=actor.staff_id, until=None
    )
    if accused:
        return Q(Exists(parts.filter(part="accused")))
    return Q(Exists(parts.exclude(part__in=_NO_VIEW)))


_OPEN = Q(closed_at=None)
_UNTIL_GRACE = _OPEN | Q(closed_at__gt=Now() - contractor_grace())
"""A contractor sees the case until a day after the order's end, by the database's clock
(``cases/parts.py`` says why)."""


def _through_orders(actor: Actor, held: Scopes) -> Q:
    """An order opens the case it belongs to, for its unit and its technician (S38, §17 O, D)."""
    allowed = Q(pk__in=[])
    for prefix in held.crew_prefixes:
        allowed |= _order(_UNTIL_GRACE, unit__path__startswith=prefix)
    if held.by_visit:
        allowed |= _order(_UNTIL_GRACE, assignee=actor.staff_id)
    if held.by_order and actor.unit_path:
        allowed |= _order(_OPEN, unit__path__startswith=actor.unit_path)
    return allowed


def _order(until: Q, **whose: Any) -> Q:
    orders = apps.get_model("cases", "Proceeding").objects
    return Q(Exists(orders.filter(until, case=OuterRef("pk"), machine="order", **whose)))
