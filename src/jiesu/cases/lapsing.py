"""What is still asked for when a case ends lapses: nobody can do it any more (§17)."""

from typing import Any

from jiesu.cases.flow import ENDED, step_from
from jiesu.cases.models import Case
from jiesu.cases.moved import Moved
from jiesu.cases.moves import make_move
from jiesu.cases.verbs import verb_named
from jiesu.people.actor import SYSTEM


def lapse_requests(moved: Moved) -> None:
    """Let the open requests lapse whose verb the ended case takes no more; erased, all of them."""
    case, entry = moved.case, moved.entry
    whole = entry.verb == "erase" and bool(entry.said("whole"))
    if not whole and (entry.machine != "complaint" or entry.to_state not in ENDED):
        return
    for seq, asked in case.record.get("requests", {}).items():
        if asked["state"] == "open" and (whole or not _can_be_done(case, asked)):
            make_move(SYSTEM, case.number, "lapse", {"request": int(seq)}, now=entry.at)


def _can_be_done(case: Case, asked: dict[str, Any]) -> bool:
    verb = verb_named(asked["verb"])
    if verb is None:
        return False
    about = case.proceedings.filter(number=asked["on"]).first() if asked.get("on") else None
    return step_from(verb.name, about.state if about else case.state) is not None
