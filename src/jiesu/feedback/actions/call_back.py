"""T20: somebody who did not handle the case asks whether it is solved (S15, S16, S47)."""

from typing import Literal

from jiesu.cases.reasons import reason_told
from jiesu.cases.refusals import NotAllowed
from jiesu.cases.said import Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import MaybePage
from jiesu.rules.survey.asking import may_call_back


class CallBack(Words):
    """Nothing has to be told to begin."""

    note: MaybePage = ""


@move
def call_back(scene: Scene, words: CallBack) -> Said:
    """Begin the call-back; whoever worked on the case may not (§17)."""
    staff = scene.actor.staff_id
    worked = {str(e.by_staff_id) for e in scene.entries if e.verb in _HANDLING}
    answer = may_call_back(str(staff), worked)
    if staff and not answer.allowed:
        raise NotAllowed(reason_told(answer.because))
    return Said(
        parts=[("callback", staff)] if staff else [],
        secret={"note": words.note} if words.note else {},
    )


_HANDLING = frozenset({"accept", "settle", "find", "conclude", "propose", "resolve", "deadlock"})


class Attempt(Words):
    """One call: whether somebody answered, and what was said."""

    reached: bool
    solved: Literal["yes", "no", "unknown"] = "unknown"
    summary: MaybePage = ""


@move
def try_call(scene: Scene, words: Attempt) -> Said:
    """Log one call; three failed tries on two days are needed before a case may close (T21).

    Whoever calls is the case's call-back from then on, also where the system began it (T20).
    """
    staff = scene.actor.staff_id
    return Said(
        facts={"reached": words.reached, "solved": words.solved, "n": scene.count("try_call") + 1},
        record=_withdrawal(scene, words),
        parts=[("callback", staff)] if staff and "callback" not in scene.parts else [],
        secret={"summary": words.summary} if words.summary else {},
    )


def _withdrawal(scene: Scene, words: Attempt) -> dict[str, str]:
    """One withdrawal in ten is asked about: it should be the customer's own wish (T26)."""
    asked = scene.case.state == "WITHDRAWN" and words.reached
    return {"withdrawal_check": "done"} if asked else {}
