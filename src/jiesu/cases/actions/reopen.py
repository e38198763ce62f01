"""T22, T23: not solved after all; the case is taken up again (S19, S169)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal

from django.utils.translation import gettext as _

from jiesu.cases.money import agreed_fen
from jiesu.cases.refusals import WrongState, unfit
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Page
from jiesu.rules.workdays.shanghai import said

TIME_TO_OBJECT = timedelta(days=30)
_SAID_FOR_GOOD = frozenset({"N37", "X02"})


class Reopening(Words):
    """Why it is not solved."""

    reason: Page
    new_facts: bool = False
    """New facts open the case at any time; without them thirty days after closing is the end."""


@move
def reopen(scene: Scene, words: Reopening) -> Said:
    """Begin a new cycle; what was breached stays on record."""
    case = scene.case
    late = case.closed_at is not None and scene.now - case.closed_at > TIME_TO_OBJECT
    if late and not words.new_facts:
        raise WrongState(
            _("办结已超过 30 日，未重新处理。如有新情况请说明新情况，或作为新投诉提交。")
        )
    answered = bool(scene.last("resolve") or scene.last("settle") or scene.last("deadlock"))
    return Said(
        facts={"answered": answered, "new_facts": words.new_facts},
        change={"cycle": case.cycle + 1},
        record=new_round(case.record),
        secret={"reason": words.reason},
    )


def new_round(record: Mapping[str, Any]) -> dict[str, Any]:
    """What a new cycle begins with: nothing said, agreed or waited for in the last one counts.

    What an appeal decided and what a body was told stays said; what is owed stays owed.
    """
    kept = [code for code in record.get("documents", []) if code in _SAID_FOR_GOOD]
    owed = {"agreed_fen": agreed_fen(record)} if agreed_fen(record) else {}
    fresh = {"agreed_at": None, "disputed": False, "outcome": "", "resolved_at": None}
    waited = {"paused": None} if record.get("paused") else {}
    return {"documents": kept, **fresh, **waited, **owed}


class Rehandling(Words):
    """How the work goes on."""

    to: Literal["IN_PROGRESS", "INVESTIGATING"]


@move
def rehandle(scene: Scene, words: Rehandling) -> Said:
    """Take the work up again; weighed anew it is one step more urgent (T23, S169)."""
    if scene.case.owner_id is None:
        raise unfit("to", _("此件没有专人，未重新办理。请先指定专人。"))
    due = said(scene.now + timedelta(hours=2))
    return Said(
        facts={"to": words.to},
        to=words.to,
        letters=[Letter("N35", {"due": due})],
    )
