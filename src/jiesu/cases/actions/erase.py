"""The term of something is over: it is erased, and the ledger says so and still holds (§18)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jiesu.cases.refusals import WrongState
from jiesu.cases.said import Said
from jiesu.cases.terms import WHOLE, terms
from jiesu.cases.verbs import Scene, Words, move


class Erasure(Words):
    """Nothing to tell: the terms tell it."""


@dataclass(frozen=True, slots=True)
class TermOver:
    """Published in the transaction of the entry: the evidence, or the whole case, may go."""

    case_id: int
    evidence: tuple[int, ...]
    whole: bool


@move
def erase(scene: Scene, words: Erasure) -> Said:  # noqa: ARG001 - every action takes words
    """Erase what is over its term; of a whole case all that is sealed, written or filed."""
    case = scene.case
    over = {term.seq for term in terms(case) if term.until <= scene.now}
    if not over:
        raise WrongState(_("没有到期的材料(或正在保全)，未删除任何内容。"))
    whole = WHOLE in over
    held = case.record.get("evidence", [])
    gone = [i["seq"] for i in held if not i.get("erased") and (whole or i["seq"] in over)]
    marked = [{**i, "erased": True} if i["seq"] in gone else i for i in held]
    record: dict[str, object] = {"evidence": marked} if held else {}
    if whole:
        record["erased"] = scene.now.isoformat()
    return Said(
        facts={"evidence": gone, "whole": whole},
        record=record,
        events=[TermOver(case.id, tuple(gone), whole)],
    )
