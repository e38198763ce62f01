"""T04: the customer adds what was asked, or anything else (S16, S151)."""

from datetime import datetime

from django.utils.translation import gettext as _

from jiesu.cases.actions.pause import heard_from
from jiesu.cases.reasons import moment_told
from jiesu.cases.refusals import WrongState
from jiesu.cases.said import Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Page


class Supplement(Words):
    """What the customer adds, in the customer's own words."""

    text: Page


@move
def supplement(scene: Scene, words: Supplement) -> Said:
    """Add to the case; the original description is never edited (§11.2)."""
    answered = scene.case.state == "PENDING_INFO"
    goes_on = heard_from(scene)
    return Said(
        facts={"answers_question": answered},
        record={**({"asked": None} if answered else {}), **goes_on.record},
        secret={"text": words.text},
        letters=goes_on.letters,
    )


class Silence(Words):
    """Nothing to tell: the time ran out."""


@move
def proceed(scene: Scene, words: Silence) -> Said:  # noqa: ARG001 - every action takes words
    """Decide on what we have when the customer's time is over; never reject for silence."""
    asked = scene.case.record.get("asked") or {}
    if (until := asked.get("until", "")) > scene.now.isoformat():
        told = {"until": moment_told(datetime.fromisoformat(until))}
        raise WrongState(_("给用户补充材料的期限(%(until)s)未到，请等待或联系用户。") % told)
    record = {"asked": None, **heard_from(scene).record}
    return Said(facts={"reason": "no answer in time"}, record=record)
