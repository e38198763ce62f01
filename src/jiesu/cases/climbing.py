"""Who is called, when, and until when that person must answer; else the next (§11.5, T34)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from jiesu.cases.book import ladder
from jiesu.cases.models import Case
from jiesu.cases.said import Letter, Said
from jiesu.rules.escalation import (
    Event,
    Step,
    events_of,
    level_for,
    next_step,
    step_at,
)
from jiesu.rules.reason import read_back, why
from jiesu.rules.wording import in_chinese

WAITED_ON = frozenset({"RECEIVED", "REGISTERED"})
"""States in which nobody has taken a case up."""


def climb(case: Case, event: Event, now: datetime) -> list[tuple[str, Said]]:
    """The escalation that follows from ``event``; nothing if that rung was reached before."""
    return _climb(case, [event], now)


def climb_by_itself(
    case: Case, category: str, repeat_no: int, now: datetime
) -> list[tuple[str, Said]]:
    """The escalation that follows from what the complaint is: safety, told again (§11.5, §15.1)."""
    return _climb(case, events_of(category, repeat_no, ladder()), now)


def _climb(case: Case, events: Iterable[Event], now: datetime) -> list[tuple[str, Said]]:
    steps = [step for event in events if (step := level_for(event, ladder()))]
    step = max(steps, key=lambda one: one.level, default=None)
    if step is None or step.level <= case.record.get("escalated", ""):
        return []
    return [("escalate", called(case, step, now))]


def called(case: Case, step: Step, now: datetime, due: str = "—", **clock: Any) -> Said:
    """The call itself: the note in the work list, and the moment until which it is answered."""
    return _called(case, step, now, due, in_chinese(step.because), clock)


def called_by_hand(case: Case, level: str, because: str, now: datetime) -> Said:
    """The same for a reason in somebody's own words: sealed, and read by those who are called."""
    step = step_at(level, why("called_by_hand"), ladder())
    call = _called(case, step, now, "—", because, {})
    return replace(call, secret={"because": because})


def _called(  # noqa: PLR0913, PLR0917 - who is called, when, until when, why, and of which clock
    case: Case, step: Step, now: datetime, due: str, because: str, clock: dict[str, Any]
) -> Said:
    within = step.acknowledge_within
    note = {
        "step": step.name,
        "because": because,
        "due": due,
        "minutes": str(int(within.total_seconds()) // 60),
        "case_no": case.number,
    }
    reached = max(case.record.get("escalated", ""), step.level)
    call = {
        "level": step.level,
        "because": step.because,
        "at": now.isoformat(),
        "until": (now + within).isoformat(),
    }
    return Said(
        facts={"level": step.level, "because": step.because, "role": step.role, **clock},
        record={"escalated": reached, "call": call},
        letters=[Letter("W09", note, readers=("staff",))],
    )


def unanswered(case: Case, now: datetime) -> Step | None:
    """Who is called next, because the last call was not answered in time; None if it is not so."""
    call = case.record.get("call") or {}
    if not call.get("until") or now < datetime.fromisoformat(call["until"]):
        return None
    return next_step(step_at(call["level"], read_back(call["because"]), ladder()), ladder())


def left_alone(case: Case, now: datetime) -> Step | None:
    """Who is called, because nobody took a P1 case up for ten minutes; None if it is not so."""
    if case.priority != "P1" or case.state not in WAITED_ON:
        return None
    minutes = int((now - case.received_at).total_seconds()) // 60
    step = level_for(Event("p1_waiting_minutes", minutes), ladder())
    return step if step and step.level > case.record.get("escalated", "") else None
