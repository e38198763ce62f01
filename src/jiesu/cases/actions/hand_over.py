"""T31: the owner changes, with a reason, and the customer is told (S8, K5)."""

from typing import Literal

from django.utils.translation import gettext as _

from jiesu.cases.naming import named
from jiesu.cases.refusals import unfit
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Line


class HandOver(Words):
    """Who answers for the case from now on, and why."""

    owner_id: int
    reason: Line
    kind: Literal["leave", "conflict", "complained_about", "workload", "other"] = "other"


@move
def hand_over(scene: Scene, words: HandOver) -> Said:
    """Change the owner; what the old one knows goes along, N09 tells the customer."""
    owner = named(scene, "owner_id", words.owner_id, "R07")
    if owner.pk == scene.case.owner_id:
        raise unfit("owner_id", _("此人已是本件专人，未做任何改动。请另选。"))
    return Said(
        facts={"owner": owner.id, "before": scene.case.owner_id, "kind": words.kind},
        change={"owner_id": owner.id},
        ends=["owner"],
        parts=[("owner", owner.id)],
        secret={"reason": words.reason},
        letters=[Letter("N09")],
    )
