"""Take evidence out of the house: asked for by one, approved by another (§17)."""

from typing import Annotated

from django.utils.translation import gettext as _
from msgspec import Meta

from jiesu.cases.refusals import unfit
from jiesu.cases.said import Said
from jiesu.cases.verbs import Scene, Words, move


class EvidenceExport(Words):
    """Which pieces, by the numbers of their entries, and what for."""

    evidence: Annotated[list[int], Meta(min_length=1, max_length=50)]
    purpose: Annotated[str, Meta(min_length=4, max_length=200)]


@move
def export_evidence(scene: Scene, words: EvidenceExport) -> Said:
    """Open the originals to the one who asked, for a day; each taking out is logged besides."""
    held = {item["seq"] for item in scene.case.record.get("evidence", [])}
    if unknown := set(words.evidence) - held:
        told = "、".join(map(str, sorted(unknown)))
        raise unfit(
            "evidence", _("本件没有编号为 %(told)s 的证据，未提交。请核对编号。") % {"told": told}
        )
    return Said(
        facts={"evidence": words.evidence, "for": scene.actor.staff_id},
        secret={"purpose": words.purpose},
    )
