"""§11.7: what was decided is done, and the appeal ends."""

from typing import Annotated

from django.utils.translation import gettext as _
from msgspec import Meta

from jiesu.cases.flow import ENDED
from jiesu.cases.refusals import WrongState
from jiesu.cases.said import Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Line, MaybePage, Page
from jiesu.oversight import flow  # noqa: F401 - enrols the machine before its verbs
from jiesu.oversight.scene import proceeding_of


class Implementation(Words):
    """What was done of the decision, and the proof of it."""

    done: Page
    evidence: Annotated[list[Line], Meta(min_length=1, max_length=50)]


@move
def implement_appeal(scene: Scene, words: Implementation) -> Said:
    """Carry the decision out, step by step."""
    proceeding_of(scene, "appeal")
    return Said(
        add={"implemented": {"at": scene.now.isoformat(), "by": scene.actor.staff_id}},
        secret={"done": words.done, "evidence": words.evidence},
    )


class AppealClosing(Words):
    """Nothing has to be told to close."""

    note: MaybePage = ""


@move
def close_appeal(scene: Scene, words: AppealClosing) -> Said:
    """Close the appeal once everything decided is done."""
    heard = proceeding_of(scene, "appeal")
    changed = scene.case.record.get("appeal_decision") != "UPHELD"
    if changed and not heard.record.get("implemented"):
        raise WrongState(_("申诉决定还没有执行记录，未办结。请先登记执行情况和凭证。"))
    if scene.case.state not in ENDED:
        raise WrongState(_("投诉正在重新处理，申诉未办结。请待投诉办结后再办结申诉。"))
    return Said(
        ends=["appeal_officer", "appeal_investigator"],
        secret={"note": words.note} if words.note else {},
    )
