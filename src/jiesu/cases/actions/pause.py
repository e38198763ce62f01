"""T29: stop the clocks that may be stopped, for an allowed reason, and start them again (C9)."""

from typing import Literal

from django.utils.translation import gettext as _

from jiesu.cases.refusals import WrongState
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Line, MaybeLine

_REASONS = {
    "WAIT_USER_INFO": "等待您补充材料",
    "WAIT_USER_TIME": "等待您约定的时间",
    "FORCE_MAJEURE": "不可抗力",
    "WAIT_AUTHORITY": "等待主管部门意见",
    "EXTERNAL_TEST": "等待第三方检测",
}


class Pause(Words):
    """Why time stands still, the proof, and what makes it run again."""

    reason: Literal[
        "WAIT_USER_INFO", "WAIT_USER_TIME", "FORCE_MAJEURE", "WAIT_AUTHORITY", "EXTERNAL_TEST"
    ]
    evidence: Line
    resume_condition: Line


@move
def pause(scene: Scene, words: Pause) -> Said:
    """Pause the clocks whose rule allows this reason; LAW and EXTERNAL ones run on."""
    if scene.case.record.get("paused"):
        raise WrongState(_("此件已在暂停计时，未重复暂停。"))
    condition = words.resume_condition
    return Said(
        facts={"reason": words.reason, "evidence": words.evidence},
        record={"paused": {"reason": words.reason, "since": scene.now.isoformat()}},
        letters=[Letter("N28", {"reason": _REASONS[words.reason], "resume_condition": condition})],
    )


class Resumption(Words):
    """Why time runs again."""

    because: MaybeLine = ""


@move
def resume(scene: Scene, words: Resumption) -> Said:
    """Let the clocks run again; the customer may ask for it at any time (N28)."""
    if not scene.case.record.get("paused"):
        raise WrongState(_("此件没有暂停计时，未做任何改动。"))
    return Said(facts={"because": words.because}, record={"paused": None}, letters=[Letter("N28R")])
