"""The answer to what another department was asked (§11.4)."""

from django.utils.translation import gettext as _

from jiesu.cases.actions.consult import TASKS
from jiesu.cases.refusals import NotAllowed, WrongState
from jiesu.cases.said import Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Page
from jiesu.fieldwork import flow  # noqa: F401 - enrols the machine before its verbs
from jiesu.fieldwork.scene import order_of


class Answer(Words):
    """What the department says, or what it did."""

    answer: Page


@move
def order_answer(scene: Scene, words: Answer) -> Said:
    """Answer the question; working on it together begins with taking it on."""
    order = order_of(scene)
    if order.record.get("order_type") not in TASKS:
        raise WrongState(_("这张工单不是会办事项，未答复。请按工单流程办理。"))
    if order.record["order_type"] == "COHANDLE" and order.state == "AT_DEPT":
        raise NotAllowed(_("会办事项须先接单再答复，未答复。请先接单。"))
    return Said(secret={"answer": words.answer})
