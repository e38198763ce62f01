"""Taking back what was said on several cases: by the opposite verb, never by removing history."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from jiesu.cases.models import Case, Entry
from jiesu.cases.moves import make_move
from jiesu.cases.refusals import Refusal
from jiesu.cases.titles import verb_title
from jiesu.people.actor import Actor
from jiesu.people.errors import RefusedError

Opposite = tuple[str, dict[str, Any]]
Told = tuple[str, str, bool, str]
"""Number, subject, whether it was done, what is to be said of it."""
REASON = "撤销刚才的批量操作"
"""Stands in the ledger, which speaks Chinese."""


def _owner_back(facts: dict[str, Any]) -> Opposite | None:
    if not facts.get("before"):
        return None
    return "hand_over", {"owner_id": facts["before"], "reason": REASON}


def _category_back(facts: dict[str, Any]) -> Opposite | None:
    if not facts.get("before"):
        return None
    return "classify", {"category": facts["before"], "reason": REASON}


def _released(_facts: dict[str, Any]) -> Opposite | None:
    return "release", {"reason": REASON}


OPPOSITES: dict[str, Callable[[dict[str, Any]], Opposite | None]] = {
    "hand_over": _owner_back,
    "classify": _category_back,
    "hold": _released,
}
"""Verbs that another takes back. A note or a call up the ladder was heard and stays."""


def undone_by(number: str, entry: Entry) -> str:
    """Name the entry for ``undo_all``; empty if nothing takes it back."""
    make = OPPOSITES.get(entry.verb)
    return f"{number}/{entry.seq}" if make and make(entry.facts) else ""


def undo_all(actor: Actor, named: list[str], now: datetime) -> list[Told]:
    """Take back each entry named, if it is the actor's own and nothing came after it."""
    return [_undo(actor, *name.partition("/")[::2], now) for name in dict.fromkeys(named)]


def _undo(actor: Actor, number: str, seq: str, now: datetime) -> Told:
    case = Case.objects.visible_to(actor).filter(number=number).first()
    own = Entry.objects.filter(case=case, by_staff_id=actor.staff_id) if case else None
    entry = own.filter(seq=int(seq)).first() if own and seq.isascii() and seq.isdigit() else None
    make = OPPOSITES.get(entry.verb) if entry else None
    opposite = make(entry.facts) if make and entry else None
    if case is None or entry is None or opposite is None:
        return number, "", False, _("没有可以撤销的操作，未做任何改动。")
    key = f"undo/{number}/{seq}"
    again = Entry.objects.filter(case=case, verb__in={entry.verb, opposite[0]}, seq__gt=entry.seq)
    if again.exclude(by_staff_id=actor.staff_id, verb=opposite[0]).exists():
        return number, case.subject, False, _("此后已有新的变更，未撤销。请打开投诉查看。")
    return _say(actor, case, opposite, key, now)


def _say(actor: Actor, case: Case, opposite: Opposite, key: str, now: datetime) -> Told:
    verb, words = opposite
    try:
        make_move(actor, case.number, verb, words, now=now, key=key)
    except Refusal as refusal:
        return case.number, case.subject, False, refusal.sentence
    except RefusedError as refusal:
        return case.number, case.subject, False, str(refusal)
    told = _("已撤销（%(verb)s）。") % {"verb": verb_title(verb)}
    return case.number, case.subject, True, told
