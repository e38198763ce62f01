"""T29: stop the clocks that may be stopped, for an allowed reason, and start them again (C9)."""

from typing import Any, Literal

from django.utils.translation import gettext as _

from jiesu.cases import clocks
from jiesu.cases.book import shelf
from jiesu.cases.refusals import WrongState, unfit
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
    _check_allowed(scene, words.reason)
    condition = words.resume_condition
    return Said(
        facts={"reason": words.reason, "evidence": True},  # a pack asks for it: pause_needs
        record={"paused": {"reason": words.reason, "since": scene.now.isoformat()}},
        secret={"evidence": words.evidence},
        letters=[Letter("N28", {"reason": _REASONS[words.reason], "resume_condition": condition})],
    )


def _check_allowed(scene: Scene, reason: str) -> None:
    """Refuse a pause that would stop nothing: the customer would be told that time stands still.

    Raises:
        Unfit: on the reason.
    """
    for promise in clocks.promises_of(scene.case, scene.entries):
        rule = shelf().rule(scene.case.packs, promise.pack, promise.rule)
        if promise.running and scene.now < promise.due_at and reason in rule.pausable:
            return
    raise unfit(
        "reason",
        _(
            "正在计时的期限都不能以此理由暂停，未暂停，也未通知用户，各期限照常。"
            "请按期限办理，或另选理由(T29)。"
        ),
    )


def heard_from(scene: Scene) -> Said:
    """What follows once the customer gave what we waited for: time runs again (C9)."""
    return Said(record={"paused": None}, letters=_news(scene)) if _waits(scene) else Said()


def heard_meanwhile(scene: Scene) -> dict[str, Any]:
    """The same for what came while the case was merged, and was passed on to another (T27)."""
    since = (scene.case.record.get("paused") or {}).get("since", "")
    came = any(
        entry.verb == "supplement"
        and "passed_on_to" in entry.facts
        and entry.at.isoformat() >= since
        for entry in scene.entries
    )
    return {"paused": None} if came and _waits(scene) else {}


def _waits(scene: Scene) -> bool:
    return (scene.case.record.get("paused") or {}).get("reason") == "WAIT_USER_INFO"


class Resumption(Words):
    """Why time runs again."""

    because: MaybeLine = ""


@move
def resume(scene: Scene, words: Resumption) -> Said:
    """Let the clocks run again; the customer may ask for it at any time (N28)."""
    if not scene.case.record.get("paused"):
        raise WrongState(_("此件没有暂停计时，未做任何改动。"))
    return Said(
        record={"paused": None},
        secret={"because": words.because} if words.because else {},
        letters=_news(scene),
    )


def _news(scene: Scene) -> list[Letter]:
    """N28R names the day of the answer; whoever has the answer waits for no day."""
    owed = clocks.promises_of(scene.case, scene.entries)
    waits = any(promise.clock == "ANSWER" and promise.running for promise in owed)
    return [Letter("N28R")] if waits else []
