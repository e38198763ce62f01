"""§18: a legal hold keeps a file from being anonymised until it is released."""

from django.utils.translation import gettext as _

from jiesu.cases.refusals import WrongState
from jiesu.cases.said import Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Line, Page


class Hold(Words):
    """Which proceeding needs the file, and why."""

    reference: Line
    """Number of the court case, request of an authority, or the like."""
    reason: Page


@move
def hold(scene: Scene, words: Hold) -> Said:
    """Keep everything of this case as it is, beyond any retention term."""
    if scene.case.record.get("hold"):
        raise WrongState(_("此件已在保全中，未重复登记。"))
    return Said(
        record={"hold": {"since": scene.now.isoformat()}},
        secret={"reference": words.reference, "reason": words.reason},
    )


class Release(Words):
    """Why the file is no longer needed."""

    reason: Page


@move
def release(scene: Scene, words: Release) -> Said:
    """Let retention run on."""
    if not scene.case.record.get("hold"):
        raise WrongState(_("此件没有保全，未做任何改动。"))
    return Said(record={"hold": None}, secret={"reason": words.reason})
