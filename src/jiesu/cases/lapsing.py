"""What is asked for lapses when nobody can do it any more, or when it was said anew (§17)."""

from typing import Any

from jiesu.cases.flow import ENDED, OPEN, step_from, steps_of
from jiesu.cases.models import Case
from jiesu.cases.moved import Moved
from jiesu.cases.moves import make_move
from jiesu.cases.verbs import verb_named
from jiesu.people.actor import SYSTEM


def lapse_requests(moved: Moved) -> None:
    """Let the open requests lapse that nobody should approve any more; erased, all of them."""
    case, entry = moved.case, moved.entry
    for seq, asked in case.record.get("requests", {}).items():
        if asked["state"] == "open" and int(seq) != entry.seq and _over(moved, asked):
            make_move(SYSTEM, case.number, "lapse", {"request": int(seq)}, now=entry.at)


def _over(moved: Moved, asked: dict[str, Any]) -> bool:
    case, entry = moved.case, moved.entry
    if entry.verb == "erase" and entry.said("whole"):
        return True
    if entry.machine == "complaint" and entry.to_state == "REOPENED":
        return _of_a_round(asked)
    ended = entry.machine == "complaint" and entry.to_state in ENDED
    return (ended and not _can_be_done(case, asked)) or _said_anew(moved, asked)


def _of_a_round(asked: dict[str, Any]) -> bool:
    """Whether it was asked for in a handling that is over: nothing waited for there counts."""
    return "on" not in asked and all(row.sources <= OPEN for row in steps_of(asked["verb"]))


def _said_anew(moved: Moved, asked: dict[str, Any]) -> bool:
    """Whether the case was taken on, or is asked to be, by the very verb that still waits.

    Of two offers only the later one counts: approved afterwards, the earlier would undo it.
    """
    entry = moved.entry
    verb = entry.said("verb") if entry.verb == "request" else entry.verb
    steps = steps_of(str(verb)) if verb == asked["verb"] and not asked.get("on") else ()
    return any(one.machine == "complaint" and one.targets for one in steps)


def _can_be_done(case: Case, asked: dict[str, Any]) -> bool:
    verb = verb_named(asked["verb"])
    if verb is None:
        return False
    about = case.proceedings.filter(number=asked["on"]).first() if asked.get("on") else None
    return step_from(verb.name, about.state if about else case.state) is not None
