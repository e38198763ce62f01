"""T26: the customer withdraws, provably and free of pressure; a danger does not go away with it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from jiesu.cases.book import ladder, repeats
from jiesu.cases.models import Case
from jiesu.cases.refusals import unfit
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Line, MaybePage
from jiesu.rules.escalation import concerns_safety
from jiesu.rules.repeats.contact import measures

ONE_IN = 10
"""Every tenth withdrawal is asked about: was it the customer's own wish?"""

_UNDECIDED = frozenset({"SUBMITTED", "REGISTERED", "RE_INVESTIGATING"})
"""Where an appeal stands until it is decided (§11.7)."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A complaint was withdrawn whose matter concerns more than this customer."""

    number: str
    ground: str
    """``safety``, ``root_cause`` (told so often that it must be found) or ``systemic``."""
    at: datetime


class Withdrawal(Words):
    """How the withdrawal is proven, and why the customer withdraws if told."""

    proof: Literal["recording", "sms", "portal", "signature"]
    reference: Line
    reason: MaybePage = ""
    systemic: bool = False
    """Others may suffer from the same cause: it is looked into inside all the same."""


@move
def withdraw(scene: Scene, words: Withdrawal) -> Said:
    """End the case at the customer's wish; N45 lets a wronged customer speak up."""
    _check_proof(scene, words)
    checked = sampled(scene.case.number)
    ground = _concerns_others(scene.case, words)
    facts = {"proof": words.proof, "checked": checked}
    return Said(
        facts={**facts, "goes_on": ground} if ground else facts,
        change={"closed_at": scene.now},
        record={"withdrawal_check": "due"} if checked else {},
        reaches=dict.fromkeys(_undecided_appeals(scene.case), "CLOSED"),
        secret={"reference": words.reference, **({"reason": words.reason} if words.reason else {})},
        letters=[Letter("N45")],
        events=[Withdrawn(scene.case.number, ground, scene.now)] if ground else [],
    )


def _check_proof(scene: Scene, words: Withdrawal) -> None:
    """In the portal only the customer withdraws: nobody else's word proves it (T26)."""
    if words.proof == "portal" and scene.actor.kind != "customer":
        raise unfit(
            "proof",
            _("用户没有在网上撤回，不能以此为凭，未撤诉。请选录音、短信或签字，并写明编号。"),
        )


def _undecided_appeals(case: Case) -> list[str]:
    """Appeals that nobody may decide any more, now that the complaint is withdrawn (T25)."""
    noted = case.record.get("proceedings", {}).items()
    return [no for no, (machine, state) in noted if machine == "appeal" and state in _UNDECIDED]


def _concerns_others(case: Case, words: Withdrawal) -> str:
    """Why the matter goes on inside although the customer withdraws; empty if it ends here."""
    if concerns_safety(case.category, ladder()):
        return "safety"
    if "root_cause" in {measure.code for measure in measures(case.repeat_no, repeats())}:
        return "root_cause"
    return "systemic" if words.systemic else ""


def sampled(number: str) -> bool:
    """Whether the call-back asks about this withdrawal: a draw that anybody can repeat."""
    drawn = int.from_bytes(hashlib.sha256(number.encode()).digest()[:8], "big")
    return drawn % ONE_IN == 0
