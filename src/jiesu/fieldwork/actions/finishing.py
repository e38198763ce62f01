"""An order's end: verified, confirmed by the customer, everybody told (FS8, S95)."""

from typing import Literal

from django.conf import settings
from django.utils.translation import gettext as _

from jiesu.cases.holder import holder_elsewhere
from jiesu.cases.refusals import unfit
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Line, MaybeLine
from jiesu.fieldwork import flow  # noqa: F401 - enrols the machine before its verbs
from jiesu.fieldwork.scene import crew_number
from jiesu.rules.workdays.shanghai import said


class Verification(Words):
    """What the line itself says."""

    result: Line


@move
def order_verify(scene: Scene, words: Verification) -> Said:  # noqa: ARG001 - every action sees it
    """Verified by a measurement that is not the technician's word."""
    return Said(secret={"result": words.result})


class Confirmation(Words):
    """The customer's confirmation, apart from any score (FS8)."""

    to: Literal["USER_CONFIRMED", "CONFIRM_DEFERRED"]
    how: Literal["signature", "code", "sms", "portal", "absent"]
    reference: MaybeLine = ""


@move
def order_confirm(scene: Scene, words: Confirmation) -> Said:  # noqa: ARG001 - every action sees it
    """Confirmed by the customer, or left to the call-back because nobody was there."""
    if (words.to == "CONFIRM_DEFERRED") != (words.how == "absent"):
        raise unfit(
            "how", _("用户不在场才能留待回访确认，已确认的须写明确认方式，未登记。请改正确认方式。")
        )
    reference = {"reference": words.reference} if words.reference else {}
    return Said(facts={"how": words.how}, secret=reference, to=words.to)


class Completion(Words):
    """Nothing has to be told to complete."""

    note: MaybeLine = ""


@move
def order_done(scene: Scene, words: Completion) -> Said:
    """Done: contact and holder are told, each once (S95), without a word about scores (§7)."""
    values = {
        "account_mask": scene.case.masked.get("account", "—"),
        "time": said(scene.now),
        "relay": crew_number(scene),
        "number": settings.HOTLINE,
    }
    readers = ("user", "holder") if holder_elsewhere(scene.case) else ("user",)
    return Said(
        secret={"note": words.note} if words.note else {},
        letters=[Letter("N19", values, readers=readers)],
    )
