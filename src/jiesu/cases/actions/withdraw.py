"""T26: the customer withdraws, provably and free of pressure."""

import hashlib
from typing import Literal

from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Line, MaybePage

ONE_IN = 10
"""Every tenth withdrawal is asked about: was it the customer's own wish?"""


class Withdrawal(Words):
    """How the withdrawal is proven, and why the customer withdraws if told."""

    proof: Literal["recording", "sms", "portal", "signature"]
    reference: Line
    reason: MaybePage = ""


@move
def withdraw(scene: Scene, words: Withdrawal) -> Said:
    """End the case at the customer's wish; N45 lets a wronged customer speak up."""
    checked = sampled(scene.case.number)
    return Said(
        facts={"proof": words.proof, "reference": words.reference, "checked": checked},
        change={"closed_at": scene.now},
        record={"withdrawal_check": "due"} if checked else {},
        secret={"reason": words.reason} if words.reason else {},
        letters=[Letter("N45")],
    )


def sampled(number: str) -> bool:
    """Whether the call-back asks about this withdrawal: a draw that anybody can repeat."""
    drawn = int.from_bytes(hashlib.sha256(number.encode()).digest()[:8], "big")
    return drawn % ONE_IN == 0
