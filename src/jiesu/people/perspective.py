"""View as: a lead sees the screens as somebody else sees them, for a while, and does nothing.

What is seen is what both may see; every act is refused; beginning it is written down (§17).
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jiesu.people.access import may
from jiesu.people.actor import Actor
from jiesu.people.actors import load_actor
from jiesu.people.audit import note
from jiesu.people.errors import RefusedError
from jiesu.people.models import Grant, Staff
from jiesu.people.permissions import book

LASTS = timedelta(minutes=30)
NEVER = ("R15", "R16", "R19", "R21", "R22", "R23", "R24", "R25", "R26")
"""Roles that decide over others, or whose screens nobody but they themselves may look into."""
_KEY = "view_as"


def within_reach(actor: Actor) -> QuerySet[Staff]:
    """The people as whom ``actor`` may look: of the own units, and with no role of NEVER."""
    cells = book().verbs["view_as"].cells
    within = Q(pk__in=())
    for held in actor.held:
        if held.role in cells:
            within |= Q(organisation__path__startswith=held.path)
    guarded = Grant.objects.filter(role__in=NEVER, revoked_at=None).values("staff")
    seen = Staff.objects.filter(within, left_at=None).exclude(pk__in=guarded)
    return seen.exclude(pk=actor.staff_id or 0).select_related("organisation").order_by("work_no")


def begin(actor: Actor, session: SessionBase, staff: Staff, *, at: datetime) -> None:
    """Look as ``staff`` from now on, until ended or LASTS is over.

    Raises RefusedError for somebody out of reach.
    """
    allowed = may(actor, "view_as", unit_path=staff.organisation.path).allowed
    if not allowed or not within_reach(actor).filter(pk=staff.pk).exists():
        raise RefusedError(_("不能以此人的视角查看，未作改动。"))
    session[_KEY] = {"staff": staff.pk, "until": (at + LASTS).timestamp()}
    note("view_as", at=at, by=actor.staff_id, about=staff.pk)


def end(session: SessionBase) -> None:
    """Look with one's own eyes again; ending twice is ending once."""
    session.pop(_KEY, None)


def seen_as(actor: Actor, session: SessionBase, *, at: datetime) -> Actor:
    """Return the one as whom ``actor`` is looking just now, or ``actor``.

    Once out of reach (moved, promoted, left) is out of sight: asked anew each time.
    """
    told = session.get(_KEY)
    if not told or told["until"] <= at.timestamp():
        return actor
    other = load_actor(told["staff"])
    if other is None or not within_reach(actor).filter(pk=told["staff"]).exists():
        return actor
    return replace(other, through=actor)
