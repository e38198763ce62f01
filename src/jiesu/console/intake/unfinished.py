"""Intakes that somebody began and did not save: offered when the form is opened again (§18).

Each form has a draft of its own, named by its key: what one caller said never gets into the
complaint of the next, and saving twice from one draft makes one complaint.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from jiesu.console.together.drafts import NO_DRAFT, Kept, drop, kept, places_below
from jiesu.kit.masks import mask_phone, mask_text
from jiesu.people.actor import Actor

PLACE = "new"
MOST = 5
"""Offered at once, the newest first."""
_FIRST_WORDS = 24


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A draft, and as much of it as tells one caller from another; numbers masked."""

    key: str
    place: str
    saved_at: datetime
    phone: str
    words: str


def place_of_intake(key: str) -> str:
    """Return where the form with this key keeps its draft."""
    return f"{PLACE}/{key}"


def begun(actor: Actor, key: str) -> Kept:
    """Return what was typed into the form with this key."""
    return kept(actor, place_of_intake(key)) if key else NO_DRAFT


def finish(actor: Actor, key: str) -> None:
    """Forget the draft: what it held is registered."""
    drop(actor, place_of_intake(key))


def unfinished(actor: Actor, but: str) -> Iterator[Unfinished]:
    """Offer the drafts of this person, leaving out the one that is open (``but``)."""
    for place in places_below(actor, PLACE, MOST):
        key = place.partition("/")[2]
        draft = kept(actor, place)
        if draft.saved_at and key != but:
            phone, words = draft.typed.get("phone") or "", draft.typed.get("description") or ""
            shown = mask_text(words)[:_FIRST_WORDS]
            yield Unfinished(key, place, draft.saved_at, phone and mask_phone(phone), shown)
