"""What was typed and not sent: kept by the server, sealed, until it is sent or forgotten (§18)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Max
from django.http import QueryDict

from jiesu.cases.models import Case
from jiesu.console.together.models import Draft
from jiesu.kit.sealed import seal, unseal
from jiesu.people.actor import Actor

KEPT_FOR = timedelta(days=7)
MOST_TEXT = 20_000
MOST_FIELDS = 80
"""Fields of one form; a form has no more, so more is not a form."""
SEVERAL = "\x1f"
"""Stands between the values of a field that has several."""
_PLACE = re.compile(
    r"new/[A-Za-z0-9.-]{1,40}|cases/[A-Za-z0-9-]{1,24}/[a-z_]{1,40}(/[A-Za-z0-9-]{1,40})?"
)
_FIELD = re.compile(r"[A-Za-z0-9_-]{1,60}")
UNKEPT = frozenset(
    {
        "csrfmiddlewaretoken", "key", "on", "file", "writer", "preview", "narrow", "insert",
        "module", "look", "save", "take", "join",
    }
)  # fmt: skip
"""What a form sends of itself: its own marks, its files, and the buttons pressed."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as a form may be filled with it."""

    typed: QueryDict = field(default_factory=QueryDict)
    saved_at: datetime | None = None

    @property
    def version(self) -> str:
        """How much of the case its writer had seen, so that what came since is shown first."""
        return self.typed.get("version") or ""


NO_DRAFT = Kept()


def place_of(number: str, verb: str, on: str = "") -> str:
    """Return where the draft of a verb's form is kept."""
    return "/".join(filter(None, ("cases", number, verb, on)))


def keep(actor: Actor, place: str, typed: Mapping[str, str], now: datetime) -> Case | None:
    """Keep what was typed; an emptied field is forgotten. Returns the case that it is about.

    Raises:
        LookupError: there is no such form, or none for this person; nothing was kept.
    """
    case = _case_of(actor, place)
    fit = fitting(typed)
    if len(fit) > MOST_FIELDS:
        raise LookupError(place)
    rows = [
        Draft(
            staff_id=actor.staff_id or 0, place=place, field=n, text=seal(t.encode()), saved_at=now
        )
        for n, t in fit.items()
        if t
    ]
    Draft.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["staff", "place", "field"],
        update_fields=["text", "saved_at"],
    )
    emptied = [name for name, text in fit.items() if not text]
    Draft.objects.filter(staff=actor.staff_id, place=place, field__in=emptied).delete()
    return case


def fitting(typed: Mapping[str, str]) -> dict[str, str]:
    """Return what of a form is kept: no buttons, no files, and no text beyond all measure."""
    names = (name for name in typed if _FIELD.fullmatch(name) and name not in UNKEPT)
    return {name: typed[name][:MOST_TEXT] for name in names}


def joined(posted: QueryDict) -> dict[str, str]:
    """Return a form that was sent as a draft keeps it: of several values one text."""
    return {name: SEVERAL.join(posted.getlist(name)) for name in posted}


def kept(actor: Actor, place: str) -> Kept:
    """Return what this person has typed there and not sent."""
    if actor.through:  # what another has not sent is nobody else's to read
        return NO_DRAFT
    rows = list(Draft.objects.filter(staff=actor.staff_id, place=place))
    typed = QueryDict(mutable=True)
    for row in rows:
        for text in unseal(bytes(row.text)).decode().split(SEVERAL):
            typed.appendlist(row.field, text)
    if not set(typed) - {"version"}:
        return NO_DRAFT
    return Kept(typed, max(row.saved_at for row in rows))


def places_below(actor: Actor, above: str, most: int) -> list[str]:
    """Return where this person has drafts below ``above``, the newest first."""
    if actor.through:
        return []
    mine = Draft.objects.filter(staff=actor.staff_id, place__startswith=f"{above}/")
    newest = mine.values("place").annotate(newest=Max("saved_at")).order_by("-newest")
    return [row["place"] for row in newest[:most]]


def drop(actor: Actor, place: str) -> int:
    """Forget the draft: it was sent, or is not wanted; returns how many fields there were."""
    return Draft.objects.filter(staff=actor.staff_id, place=place).delete()[0]


def forget_drafts(now: datetime) -> int:
    """Forget what nobody came back to; returns how many fields."""
    return Draft.objects.filter(saved_at__lt=now - KEPT_FOR).delete()[0]


def _case_of(actor: Actor, place: str) -> Case | None:
    if not _PLACE.fullmatch(place):
        raise LookupError(place)
    if place.startswith("new/"):
        return None
    case = Case.objects.visible_to(actor).filter(number=place.split("/")[1]).first()
    if case is None:
        raise LookupError(place)
    return case
