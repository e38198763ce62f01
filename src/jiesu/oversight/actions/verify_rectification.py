"""§11.8: done, proven, verified by another unit, and its effect watched for 30, 60, 90 days."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from msgspec import Meta

from jiesu.cases.models import Proceeding
from jiesu.cases.reasons import moment_told
from jiesu.cases.refusals import NotAllowed, WrongState, unfit
from jiesu.cases.said import Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Line, MaybePage, Page
from jiesu.oversight import flow  # noqa: F401 - enrols the machine before its verbs
from jiesu.oversight.scene import proceeding_of

DAYS = (30, 60, 90)


@dataclass(frozen=True, slots=True)
class EffectKnown:
    """Published in the transaction of the entry: what a rectification came to by now."""

    number: str
    at: datetime
    day: int = 0
    """After how many days its effect was checked; 0 when it was closed."""
    effective: bool = False
    closed: bool = False


class RectificationStep(Words):
    """What is being done."""

    done: Page


@move
def do_rectification(scene: Scene, words: RectificationStep) -> Said:
    """Carry the plan out, step by step."""
    proceeding_of(scene, "rectification")
    return Said(
        add={"steps": {"at": scene.now.isoformat(), "by": scene.actor.staff_id}},
        secret={"done": words.done},
    )


class RectificationEvidence(Words):
    """What proves that the plan was carried out."""

    evidence: Annotated[list[Line], Meta(min_length=1, max_length=50)]


@move
def evidence_rectification(scene: Scene, words: RectificationEvidence) -> Said:
    """Hand in the proof."""
    proceeding_of(scene, "rectification")
    return Said(secret={"evidence": words.evidence})


class RectificationVerification(Words):
    """Whether it was really done, as seen by somebody who did not do it."""

    passed: bool
    found: Page


@move
def verify_rectification(scene: Scene, words: RectificationVerification) -> Said:
    """Verified by another unit; what did not pass is done again, and its clock runs on."""
    plan = proceeding_of(scene, "rectification")
    _check_other_unit(scene, plan)
    return Said(
        facts={"passed": words.passed},
        record={"verified_at": scene.now.isoformat()} if words.passed else {},
        secret={"found": words.found},
        to="VERIFIED" if words.passed else "DOING",
    )


def _check_other_unit(scene: Scene, plan: Proceeding) -> None:
    if scene.actor.staff_id is not None and scene.actor.staff_id == plan.assignee_id:
        raise NotAllowed(_("整改责任人不能验收自己的整改，未保存。请由其他单位人员验收。"))
    if plan.unit and scene.actor.unit_path == plan.unit.path:
        raise NotAllowed(_("整改须由责任单位以外的单位验收，未保存。请由其他单位人员验收(§11.8)。"))


class EffectCheck(Words):
    """What the metric showed after so many days."""

    day: Literal[30, 60, 90]
    measured: Line
    effective: bool
    note: MaybePage = ""


@move
def check_effect(scene: Scene, words: EffectCheck) -> Said:
    """Hold the metric against its promise; without effect a new plan is needed (S49)."""
    plan = proceeding_of(scene, "rectification")
    expected = next_check(plan)
    if expected is None:
        raise WrongState(_("各次效果核查都已完成，未重复保存。请办结此整改。"))
    if words.day != expected:
        raise unfit(
            "day", _("下一次应核查第 %(expected)s 日的效果，未保存。") % {"expected": expected}
        )
    if scene.now < (when := checked_from(plan, expected)):
        raise WrongState(
            _("第 %(day)s 日效果核查须在 %(when)s 之后，未保存。")
            % {"day": words.day, "when": moment_told(when)}
        )
    return Said(
        facts={"day": words.day, "effective": words.effective},
        add={"checks": [words.day, words.effective]},
        secret={"measured": words.measured, **({"note": words.note} if words.note else {})},
        to="EFFECT_CHECK" if words.effective else "NOT_EFFECTIVE",
        events=[EffectKnown(plan.number, scene.now, words.day, words.effective)],
    )


def next_check(plan: Proceeding) -> int | None:
    """The day after the verification whose effect is checked next; None when all were."""
    checked = {day for day, _ in plan.record.get("checks", ())}
    until = plan.record.get("check_until", 0)
    return next((day for day in DAYS if day not in checked and day <= until), None)


def checked_from(plan: Proceeding, day: int) -> datetime:
    """When the effect of that ``day`` may be checked at the earliest."""
    return datetime.fromisoformat(plan.record["verified_at"]) + timedelta(days=day)


class RectificationClosing(Words):
    """What was learnt."""

    lesson: MaybePage = ""


@move
def close_rectification(scene: Scene, words: RectificationClosing) -> Said:
    """Close when the last check showed the effect."""
    plan = proceeding_of(scene, "rectification")
    last = max((day for day, _ in plan.record.get("checks", ())), default=0)
    if last < plan.record["check_until"]:
        raise WrongState(
            _("效果须核查到第 %(check_until)s 日，现为第 %(last)s 日，未办结(§11.8)。")
            % {"check_until": plan.record["check_until"], "last": last}
        )
    return Said(
        secret={"lesson": words.lesson} if words.lesson else {},
        events=[EffectKnown(plan.number, scene.now, closed=True)],
    )
