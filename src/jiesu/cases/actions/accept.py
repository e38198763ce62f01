"""T05: the complaint is taken on; the customer is told process and dates (S6, S57, S58)."""

from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import MaybePage


class Acceptance(Words):
    """The decision to take the complaint on."""

    note: MaybePage = ""


@move
def accept(scene: Scene, words: Acceptance) -> Said:
    """Take the complaint on; N03 carries the owner's name and the computed dates."""
    return Said(
        facts={"packs": [code for code, _ in scene.case.packs]},
        record={"accepted_at": scene.now.isoformat()},
        secret={"note": words.note} if words.note else {},
        letters=[Letter("N03")],
    )
