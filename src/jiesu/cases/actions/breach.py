"""What the clock-keeper writes: a breach dated at the moment it fell due, an escalation (C11)."""

from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from jiesu.cases.climbing import called, called_by_hand, left_alone, unanswered
from jiesu.cases.refusals import WrongState, unfit
from jiesu.cases.said import Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Code, MaybeCode, MaybeLine, Page


class Breach(Words):
    """Which promise was broken."""

    clock: Code
    pack: Code
    anchor: int
    layer: Code
    due_at: datetime


@move
def breach(scene: Scene, words: Breach) -> Said:  # noqa: ARG001 - every action sees the scene
    """A promise was broken at ``due_at``, whenever we noticed (house rule 15)."""
    told = {"clock": words.clock, "pack": words.pack, "anchor": words.anchor, "layer": words.layer}
    return Said(
        facts={**told, "due_at": words.due_at},
        add={"breaches": {**told, "due_at": words.due_at.isoformat()}},
        happened_at=words.due_at,
    )


class Escalation(Words):
    """To which level, and why (§11.5); the system says neither: the unanswered call does."""

    level: Literal["", "L1", "L2", "L3", "L4"] = ""
    because: MaybeLine = ""


@move
def escalate(scene: Scene, words: Escalation) -> Said:
    """T34: call the next one up; a level already reached is not left again."""
    if words.level:
        return _by_hand(scene, words)
    step = left_alone(scene.case, scene.now) or unanswered(scene.case, scene.now)
    if step is None:
        raise unfit("level", _("没有逾时未应答的升级，未升级。请选择升级到哪一级并说明理由。"))
    return called(scene.case, step, scene.now)


def _by_hand(scene: Scene, words: Escalation) -> Said:
    if not words.because.strip():
        raise unfit("because", _("没有说明理由，未升级。请写明为何升级。"))
    return called_by_hand(scene.case, words.level, words.because, scene.now)


class CallAnswer(Words):
    """What the one called will do about it."""

    doing: Page


@move
def answer_call(scene: Scene, words: CallAnswer) -> Said:
    """Answer a call up the ladder in time, or the next one up is called (§11.5)."""
    call = scene.case.record.get("call") or {}
    if not call.get("until"):
        raise WrongState(_("没有等待应答的升级，未做任何改动。"))
    answered = {"until": "", "answered": scene.now.isoformat(), "by": scene.actor.staff_id}
    return Said(
        facts={"level": call["level"]},
        record={"call": {**call, **answered}},
        secret={"doing": words.doing},
    )


class Acknowledgement(Words):
    """Which message reached the customer, over what."""

    carrier: Code
    message: MaybeCode = ""


@move
def acknowledge(scene: Scene, words: Acknowledgement) -> Said:  # noqa: ARG001 - every action sees it
    """The customer has our word that the complaint is here (S158-S160): stops ACK."""
    return Said(facts={"message": words.message, "carrier": words.carrier})
