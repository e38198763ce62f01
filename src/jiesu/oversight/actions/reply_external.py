"""§11.9: the reply to the body, drafted, approved by another, sent, accepted or sent back."""

from typing import Any, Literal

import msgspec
from django.utils.translation import gettext as _

from jiesu.cases.actions.reopen import Reopening, reopen
from jiesu.cases.covering import masking
from jiesu.cases.entries import secret_of
from jiesu.cases.flow import step_from
from jiesu.cases.refusals import NotAllowed
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Line, MaybeLine, MaybePage, Page
from jiesu.oversight import flow  # noqa: F401 - enrols the machine before its verbs
from jiesu.oversight.actions.attach_external import external_facts
from jiesu.oversight.scene import proceeding_of
from jiesu.rules.workdays.shanghai import day_of, said_date

BODIES = {
    "g12345": "12345政务服务便民热线",
    "g12315": "12315消费者投诉平台",
    "miit": "电信用户申诉受理机构",
}


class ReplyDraft(Words):
    """Every part that a reply must have (§11.9)."""

    contacts: Page
    """When and by whom the user was contacted."""
    facts: Page
    measures: Page
    opinion: Page
    """What the user says to it."""
    basis: Page
    """The legal basis."""
    result: Page
    next_steps: Page


@move
def draft_reply(scene: Scene, words: ReplyDraft) -> Said:
    """Draft the reply: nothing missing, and no more about the user than the body needs."""
    transfer = proceeding_of(scene, "external")
    told = {name: least(scene, text) for name, text in msgspec.to_builtins(words).items()}
    return Said(
        facts={**external_facts(transfer), "draft": scene.count("draft_reply") + 1},
        record={"drafted_by": scene.actor.staff_id, "draft_seq": scene.case.seq + 1},
        secret={"reply": told},
    )


def least(scene: Scene, text: str) -> str:
    """The text without the user's particulars: masked where they stand (§18 minimum necessary)."""
    return masking(scene.case)(text)


class ReplyApproval(Words):
    """A remark on the draft."""

    note: MaybePage = ""


@move
def approve_reply(scene: Scene, words: ReplyApproval) -> Said:
    """Approve the draft; never one's own."""
    transfer = proceeding_of(scene, "external")
    if transfer.record.get("drafted_by") == scene.actor.staff_id:
        raise NotAllowed(_("起草人不能审批自己起草的答复，未批准。请由另一位审批人处理。"))
    return Said(
        facts=external_facts(transfer),
        record={"approved_by": scene.actor.staff_id},
        secret={"note": words.note} if words.note else {},
    )


class ReplySending(Words):
    """How it went out."""

    receipt: MaybeLine = ""
    """Number under which the body took it in."""


@move
def reply_external(scene: Scene, words: ReplySending) -> Said:
    """Send the approved reply (X02); it stops the printed deadline."""
    transfer = proceeding_of(scene, "external")
    held = scene.case.record.get("documents", [])
    values = {
        "authority": BODIES[transfer.record["source"]],
        "external_no": transfer.record.get("external_no") or transfer.number,
        "date": said_date(day_of(scene.now), year=True),
        **_draft(scene, transfer.record["draft_seq"]),
    }
    return Said(
        facts=external_facts(transfer),
        record={"replied_at": scene.now.isoformat()},
        secret={"receipt": words.receipt} if words.receipt else {},
        on_case={"documents": held if "X02" in held else [*held, "X02"]},
        letters=[Letter("X02", values, readers=("authority",))],
    )


def _draft(scene: Scene, seq: int) -> dict[str, str]:
    entry = next(entry for entry in scene.entries if entry.seq == seq)
    told: dict[str, Any] = secret_of(entry) or {}
    return {name: str(text) for name, text in told["reply"].items()}


class BodyAcceptance(Words):
    """That the body took our word, and whether it is the end of it there."""

    receipt: MaybeLine = ""
    final: bool = False
    """The body does not ask the user for a score: nothing more will come."""


@move
def external_accepted(scene: Scene, words: BodyAcceptance) -> Said:
    """The body accepts our reply, or our objection."""
    transfer = proceeding_of(scene, "external")
    ended = words.final or transfer.state == "OBJECTED"
    return Said(
        facts=external_facts(transfer),
        secret={"receipt": words.receipt} if words.receipt else {},
        to="CLOSED" if ended else "ACCEPTED_BY_BODY",
    )


class BodyReturn(Words):
    """Why the body sent it back (退回重办)."""

    reason: Page


@move
def external_returned(scene: Scene, words: BodyReturn) -> Said:
    """Sent back: the deadline runs on, and a complaint already answered is handled anew."""
    transfer = proceeding_of(scene, "external")
    refused = transfer.state == "OBJECTED"
    again = not refused and step_from("reopen", scene.case.state)
    reopening = Reopening(reason=f"转办单位退回：{words.reason}", new_facts=True)
    return Said(
        facts={**external_facts(transfer), "n": transfer.record.get("returned", 0) + 1},
        record={"returned": transfer.record.get("returned", 0) + 1},
        secret={"reason": words.reason},
        to="HANDLING" if refused else "RETURNED",
        then=[("reopen", reopen(scene, reopening))] if again else [],
    )


class BodyScore(Words):
    """How the user answered the body (三率)."""

    contacted: bool
    solved: Literal["yes", "no", "unknown"]
    satisfied: Literal["yes", "no", "unknown"]
    remark: Line = "无"


@move
def external_scored(scene: Scene, words: BodyScore) -> Said:
    """The body's own call-back; with it the external case ends."""
    transfer = proceeding_of(scene, "external")
    told = {
        "contacted": words.contacted,
        "solved": words.solved,
        "satisfied": words.satisfied,
    }
    return Said(
        facts={**external_facts(transfer), **told},
        record={"score": told},
        secret={"remark": words.remark},
    )
