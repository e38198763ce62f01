"""What a case waits for until a moment, when the system itself goes on (T04, T20, T32, §18).

Two columns of the case say it, derived like all others: a partial index finds what is due, and
nothing ever looks through the open cases.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from jiesu.cases.climbing import WAITED_ON
from jiesu.cases.flow import step_from
from jiesu.cases.models import Case, Entry
from jiesu.cases.money import unpaid_fen
from jiesu.cases.terms import terms
from jiesu.rules.survey.asking import asking_moment

KEPT_OPEN = timedelta(days=7)
"""After this long a closed case goes to the archive (T32)."""
REMINDERS = (2, 4)
"""Days after a question on which the customer is reminded of it (T03)."""
_ANSWERED = frozenset({"RESOLVED", "CALLBACK"})
"""States in which there is nothing left to hurry."""
HIGHEST = "L4"
LEFT_ALONE = ("L2", timedelta(minutes=10))
"""Who hears of a P1 case that nobody took up, and when (§11.5)."""
_HOLDS_BACK = frozenset({"appeal", "external"})
"""Machines whose open proceeding keeps a case out of the archive (T32)."""


class Wait(NamedTuple):
    """The verb that the system says when the moment has come."""

    until: datetime
    verb: str


def note_wait(case: Case, entry: Entry) -> None:
    """Bring the two columns into line after ``entry`` was folded into ``case``."""
    waits = list(_waits(case, entry))
    first = min(waits, default=None)
    case.waits_until = first.until if first else None
    case.waits_for = first.verb if first else ""


def _waits(case: Case, entry: Entry) -> Iterator[Wait]:
    if case.state == "PENDING_INFO" and (asked := case.record.get("asked")):
        yield _for_answer(asked)
    elif case.state == "RESOLVED":
        yield _call_back(case, entry)
    elif case.closed_at and step_from("archive", case.state) and not held_back(case):
        yield Wait(case.closed_at + KEPT_OPEN, "archive")
    if case.state in _ANSWERED:
        yield from _invitation(case)
    elif not case.closed_at:
        yield from _call_up(case)
    yield from _by_hand(case)
    for term in terms(case):
        yield Wait(term.until, "erase")


def _for_answer(asked: dict[str, Any]) -> Wait:
    """First the reminders, then we go on with what we have (T03, T04)."""
    done = asked.get("reminded", 0)
    if "at" in asked and done < len(REMINDERS):
        days = timedelta(days=REMINDERS[done])
        return Wait(datetime.fromisoformat(asked["at"]) + days, "remind")
    return Wait(datetime.fromisoformat(asked["until"]), "proceed")


def _call_up(case: Case) -> Iterator[Wait]:
    """The next one up is called, if the last call or a P1 case is left alone (§11.5)."""
    call = case.record.get("call") or {}
    if call.get("until") and call["level"] < HIGHEST:
        yield Wait(datetime.fromisoformat(call["until"]), "escalate")
    untouched = case.priority == "P1" and case.state in WAITED_ON
    if untouched and case.record.get("escalated", "") < LEFT_ALONE[0]:
        yield Wait(case.received_at + LEFT_ALONE[1], "escalate")


def _by_hand(case: Case) -> Iterator[Wait]:
    """A priority set by hand runs out, and the case is weighed anew (§14)."""
    by_hand = case.record.get("priority_by_hand")
    if by_hand and case.closed_at is None:
        yield Wait(datetime.fromisoformat(by_hand["until"]), "prioritise")


def _call_back(case: Case, entry: Entry) -> Wait:
    """Two to twenty-four hours after the result, at a moment nobody can foretell (§7)."""
    if case.waits_for == "call_back" and case.waits_until:
        return Wait(case.waits_until, "call_back")
    return Wait(asking_moment(entry.at, _drawn(case)), "call_back")


def _invitation(case: Case) -> Iterator[Wait]:
    """At that moment too the survey goes out, once a case, unless a call scored it (K10, N41)."""
    resolved = case.record.get("resolved_at")
    planned = case.record.get("survey") or case.record.get("score")
    if resolved and not planned:
        yield Wait(asking_moment(datetime.fromisoformat(resolved), _drawn(case)), "invite")


def _drawn(case: Case) -> float:
    """A draw from 0 to 1 that stays the same for the case."""
    return int.from_bytes(hashlib.sha256(case.number.encode()).digest()[:6], "big") / 2**48


def held_back(case: Case) -> bool:
    """Whether an appeal, an external case or money still owed keeps it out of the archive (T32)."""
    if unpaid_fen(case.record):
        return True
    running = case.record.get("proceedings", {}).values()
    return any(machine in _HOLDS_BACK and state != "CLOSED" for machine, state in running)
