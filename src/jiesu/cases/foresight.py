"""What a move would do, seen by making it and taking it back: never guessed, never told twice.

The move runs as it would in earnest, inside a transaction that is rolled back: letters, clocks and
followers are those that would be written. Only its numbers are drawn anew when it is made.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiesu.cases.clocks import key_of, promises_of
from jiesu.cases.models import Case, Entry, Message, Part
from jiesu.cases.moves import make_move
from jiesu.cases.refusals import UnknownCase
from jiesu.people.actor import Actor
from jiesu.rules.clocks.promise import Promise

UNFORESEEN = frozenset(
    {"reveal", "export_evidence", "unlock", "archive", "erase", "hold", "approve", "decline"}
)
"""Verbs that look or pack: trying them would leave a trace, or there is nothing to foresee."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What the move would leave behind; ``entries`` begins with its own."""

    entries: tuple[Entry, ...]
    letters: tuple[Message, ...]
    parts: tuple[Part, ...]
    before: tuple[Promise, ...]
    after: tuple[Promise, ...]
    was: str
    """State of the case before, and after."""
    state: str

    @property
    def asks_second(self) -> bool:
        """Whether it would only be put before a second person."""
        return self.entries[0].verb == "request"

    @property
    def begun(self) -> list[Promise]:
        """Promises that would begin."""
        known = {key_of(one) for one in self.before}
        return [one for one in self.after if key_of(one) not in known and one.running]

    @property
    def ended(self) -> list[Promise]:
        """Promises that would end."""
        ran = {key_of(one) for one in self.before if one.running}
        return [one for one in self.after if key_of(one) in ran and not one.running]

    @property
    def moved(self) -> list[tuple[Promise, Promise]]:
        """Promises that would get another due, or pause: as they are, as they would be."""
        known = {key_of(one): one for one in self.before if one.running}
        pairs = [(known[key_of(one)], one) for one in self.after if key_of(one) in known]
        return [(old, new) for old, new in pairs if new.running and _differs(old, new)]


def _differs(old: Promise, new: Promise) -> bool:
    return (old.due_at, old.paused_since is None) != (new.due_at, new.paused_since is None)


def foresee(  # noqa: PLR0913 - the terms of a move
    actor: Actor,
    number: str,
    verb: str,
    words: Mapping[str, Any],
    *,
    now: datetime,
    proceeding: str = "",
) -> Foreseen | None:
    """Make the move, look at what it left, and take it back; None for what is not foreseen.

    Raises:
        Refusal: the same that the move itself would meet.
    """
    if verb in UNFORESEEN:
        return None
    with taken_back():
        case = Case.objects.visible_to(actor).filter(number=number).first()
        if case is None:
            raise UnknownCase(
                _("没有找到编号为 %(number)s 的投诉，请核对编号。") % {"number": number}
            )
        before = promises_of(case, case.entries.order_by("seq"))
        make_move(actor, number, verb, words, now=now, proceeding=proceeding)
        return _seen(case, before)


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written inside is taken back at the end, however it ends."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def _seen(was: Case, before: tuple[Promise, ...]) -> Foreseen:
    case = Case.objects.get(pk=was.pk)
    entries = list(Entry.objects.filter(case=case).order_by("seq"))
    new = tuple(entry for entry in entries if entry.seq > was.seq)
    letters = Message.objects.filter(case=case, seq__gt=was.seq).order_by("seq", "id")
    parts = Part.objects.filter(case=case, since__gt=was.seq).select_related("staff")
    return Foreseen(
        entries=new,
        letters=tuple(letters),
        parts=tuple(parts),
        before=before,
        after=promises_of(case, entries),
        was=was.state,
        state=case.state,
    )
