"""Another department is asked: for its opinion (加签), or to work on it together (会办) (§11.4).

The task is an order like any other: it lies with a unit, opens the case to it, and the case cannot
close while it is open (T21). The owner stays the same (K5), and no promise to the customer moves.
"""

from typing import Literal

from django.utils.translation import gettext as _

from jiesu.cases.actions.dispatch import unit_serving
from jiesu.cases.numbers import next_number
from jiesu.cases.refusals import unfit
from jiesu.cases.said import Opening, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Code, Moment, Page
from jiesu.rules.numbers import Prefix

TASKS = frozenset({"CONSULT", "COHANDLE"})
"""Types of order that ask a department something, instead of sending it somewhere."""


class Consultation(Words):
    """Whom we ask what, and until when the answer is needed."""

    way: Literal["CONSULT", "COHANDLE"]
    unit: Code
    question: Page
    due: Moment


@move
def consult(scene: Scene, words: Consultation) -> Said:
    """Ask another department, with a question and a day; its answer comes back to the owner."""
    if words.due <= scene.now:
        raise unfit("due", _("答复期限已过，未发出会办。请填写今后的时间。"))
    unit = unit_serving("", scene.case.unit_path, words.unit)
    number = next_number(Prefix.ORDER, scene.case.region, scene.now)
    told = {"order_type": words.way, "due": words.due.isoformat()}
    task = Opening("order", number, "AT_DEPT", unit_id=unit.id, record={"kind": "TASK", **told})
    return Said(
        facts={"order": number, "unit": unit.code, "way": words.way, "due": words.due},
        secret={"question": words.question},
        opens=[task],
    )
