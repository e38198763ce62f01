"""§11.8: somebody answers for every rectification, also when nobody did or who did has left."""

from django.utils.translation import gettext as _

from jiesu.cases.models import Proceeding
from jiesu.cases.naming import named
from jiesu.cases.quality import QUALITY, concerned
from jiesu.cases.refusals import unfit
from jiesu.cases.said import Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Page
from jiesu.oversight.scene import proceeding_of


class RectificationOwner(Words):
    """Who answers for it from now on, and why it is another."""

    owner_id: int
    reason: Page


@move
def assign_rectification(scene: Scene, words: RectificationOwner) -> Said:
    """Give it to another owner; its promises run on, and whoever had it may not verify it."""
    plan = proceeding_of(scene, "rectification")
    path = plan.unit.path if plan.unit else ""
    owner = named(scene, "owner_id", words.owner_id, "R20", path)
    if owner.id == plan.assignee_id:
        raise unfit("owner_id", _("整改已由此人负责，未做任何改动。请另选整改责任人。"))
    if plan.record.get("source") in QUALITY and owner.id in concerned(scene.case):
        raise unfit("owner_id", _("整改涉及此人，未做任何改动。请另选整改责任人。"))
    return Said(
        facts={"owner": owner.id, **({"before": plan.assignee_id} if plan.assignee_id else {})},
        change={"assignee_id": owner.id},
        ends=["rectifier"],
        parts=[("rectifier", staff) for staff in sorted({owner.id, *_others(scene, plan)})],
        secret={"reason": words.reason},
    )


def _others(scene: Scene, plan: Proceeding) -> set[int]:
    """Who answers for other rectifications of the case that still run."""
    running = scene.case.proceedings.filter(machine="rectification", closed_at=None)
    return set(running.exclude(pk=plan.pk).values_list("assignee", flat=True)) - {None}
