"""T28, §11.9: an external body sends the matter on; it is checked, or objected to (S135-S147)."""

from copy import copy
from typing import Literal

from django.utils.translation import gettext as _

from jiesu.cases.climbing import climb
from jiesu.cases.external import external_number, external_opening
from jiesu.cases.models import Proceeding
from jiesu.cases.packs import widen_packs
from jiesu.cases.refusals import WrongState
from jiesu.cases.said import Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import ExternalNo, MaybePage, Moment, Page
from jiesu.oversight import flow  # noqa: F401 - enrols the machine before its verbs
from jiesu.oversight.leaping import leapfrog
from jiesu.oversight.scene import proceeding_of
from jiesu.rules.escalation import Event
from jiesu.rules.workdays.shanghai import day_of


class Transfer(Words):
    """Which body, under which number of theirs, until when as printed on it."""

    source: Literal["g12345", "g12315", "miit"]
    external_no: ExternalNo
    printed_due: Moment | None = None
    received_at: Moment | None = None
    """When it reached us, if earlier than now (C8)."""
    procedure: Literal["", "ODR", "MEDIATION"] = ""
    filed_at: Moment | None = None
    authority_accepted_at: Moment | None = None
    text: MaybePage = ""
    """What the body wrote."""


@move
def attach_external(scene: Scene, words: Transfer) -> Said:
    """Take a transfer into the complaint it is about: its clock, its co-owner, its urgency."""
    case, liaison = scene.case, scene.actor.staff_id
    number = external_number(words.source, words.external_no, case.number)
    _check_unknown(number)
    at = min(words.received_at or scene.now, scene.now)
    opening = external_opening(
        number,
        source=words.source,
        external_no=words.external_no,
        origin="LINKED",
        printed_due=words.printed_due,
    )
    leap = leapfrog(case, at, created=False)
    opening.record["leapfrog"] = leap.kind
    opening.assignee_id = liaison
    changed = copy(case)
    changed.external_source = words.source
    return Said(
        facts={**_told(words), "received_at": at, "external": number, "leapfrog": leap.kind},
        change={
            "external_source": words.source,
            "external_no": words.external_no,
            "packs": widen_packs(changed, day_of(at)),
        },
        opens=[opening],
        parts=[("liaison", liaison)] if liaison else [],
        secret={"text": words.text} if words.text else {},
        then=climb(case, Event("external"), scene.now),
    )


def _told(words: Transfer) -> dict[str, object]:
    names = ("printed_due", "procedure", "filed_at", "authority_accepted_at")
    told = {name: getattr(words, name) for name in names}
    return {name: value for name, value in told.items() if value}


def _check_unknown(number: str) -> None:
    known = Proceeding.objects.filter(number=number).select_related("case").first()
    if known:
        raise WrongState(
            _("该转办单已挂接在投诉 %(number)s 名下，未重复挂接。请在该投诉中办理。")
            % {"number": known.case.number}
        )


class ExternalCheck(Words):
    """What the check showed: the body's own acceptance if told."""

    authority_accepted_at: Moment | None = None
    note: MaybePage = ""


@move
def check_external(scene: Scene, words: ExternalCheck) -> Said:
    """It is ours and complete: the liaison answers for it from now on (S137)."""
    transfer = proceeding_of(scene, "external")
    liaison = scene.actor.staff_id
    facts = external_facts(transfer)
    if words.authority_accepted_at:
        facts["authority_accepted_at"] = words.authority_accepted_at
    created = transfer.record.get("origin") == "CREATED"
    record = {}
    if "leapfrog" not in transfer.record:
        leap = leapfrog(scene.case, transfer.opened_at, created=created)
        record["leapfrog"] = facts["leapfrog"] = leap.kind
    mine = liaison is not None and "liaison" not in scene.parts
    return Said(
        facts=facts,
        change={"assignee_id": liaison} if liaison else {},
        record=record,
        parts=[("liaison", liaison)] if mine and liaison else [],
        secret={"note": words.note} if words.note else {},
    )


class ExternalObjection(Words):
    """Why it should not have been sent to us (派单异议)."""

    reason: Literal["wrong_unit", "duplicate", "insufficient"]
    explanation: Page


@move
def object_external(scene: Scene, words: ExternalObjection) -> Said:
    """Object to the transfer; the clock runs on until the body agrees."""
    transfer = proceeding_of(scene, "external")
    if transfer.record.get("objected"):
        raise WrongState(_("对此转办已提出过一次异议，未重复提出。请按转办要求办理。"))
    return Said(
        facts={**external_facts(transfer), "reason": words.reason},
        record={"objected": words.reason},
        secret={"explanation": words.explanation},
    )


def external_facts(transfer: Proceeding) -> dict[str, object]:
    """What tells clocks which body is meant: two bodies do not stop each other."""
    return {"external_source": transfer.record["source"]}
