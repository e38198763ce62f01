"""T14-T18: propose a solution, and what the customer makes of it (S13, S28, S29, S42, S66, S67)."""

from datetime import timedelta
from typing import Annotated, Any

import msgspec
from django.utils.translation import gettext as _
from msgspec import Meta

from jiesu.cases.authority import check_authority, check_counsel, check_kindness
from jiesu.cases.models import Entry
from jiesu.cases.money import FRAUD, agreed_anew, granted_anew, kindness_in
from jiesu.cases.owed import Remedy, bases, due_by_law, with_the_law, without_basis
from jiesu.cases.papers import (
    NOT_AGREED,
    compensation,
    done_by,
    paper_values,
    reply_values,
    told_in,
    unstopped,
    yuan,
)
from jiesu.cases.refusals import WrongState, unfit
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Line, MaybePage, Page
from jiesu.rules.workdays.shanghai import said

MOST_ROUNDS = 3
TIME_TO_CONFIRM = timedelta(days=5)
DAYS_TO_NEGOTIATE = timedelta(days=15)


class Proposal(Words):
    """What we offer to do."""

    measures: Page
    done_by: Line
    """Until when it will be done, as told to the customer."""
    remedies: Annotated[list[Remedy], Meta(max_length=10)] = []
    apology: MaybePage = ""


@move
def propose(scene: Scene, words: Proposal) -> Said:
    """Offer a solution within one's authority; a substantiated case brings an apology (T14)."""
    _check_rounds(scene)
    finding = scene.case.record.get("finding", {}).get("overall", "")
    if finding in {"substantiated", "partly"} and not words.apology.strip():
        raise unfit("apology", _("投诉属实，方案须包含致歉，未发送。请写明致歉内容(T14)。"))
    given, total = _granted(scene, words.remedies)
    remedies = without_basis(given)
    offer = _offer(words.remedies, remedies, total)
    values = {
        "apology": unstopped(words.apology),
        "measures": unstopped(words.measures),
        "amount": yuan(total) if total else "",
        "basis": "、".join(r.basis for r in given),
        "date": words.done_by,
        "confirm_due": said(scene.now + TIME_TO_CONFIRM),
    }
    return Said(
        facts={"remedies": remedies, "total_fen": total},
        record={"proposal": offer},
        add={"proposals": {"total_fen": total, "at": scene.now.isoformat()}},
        secret={
            "measures": words.measures,
            "done_by": words.done_by,
            "apology": words.apology,
            **bases(given),
        },
        letters=[Letter("N23", values)],
    )


def _granted(scene: Scene, offered: list[Remedy]) -> tuple[list[Remedy], int]:
    """What is given and what it comes to: limits bind what we choose to give, not the law.

    What the law wants comes first: nobody is asked to approve what could not be done.
    """
    given = with_the_law(scene, offered)
    chosen_fen = _chosen_fen(offered)
    if any(remedy.code == FRAUD for remedy in offered):
        check_counsel(scene, chosen_fen)
    else:
        check_authority(scene, chosen_fen)
    check_kindness(scene, {remedy.code for remedy in offered})
    return given, sum(remedy.amount_fen for remedy in given)


def _offer(chosen: list[Remedy], remedies: list[dict[str, Any]], total: int) -> dict[str, Any]:
    """What the customer is offered, and how much of it we chose to give."""
    return {"remedies": remedies, "total_fen": total, "chosen_fen": _chosen_fen(chosen)}


def _chosen_fen(offered: list[Remedy]) -> int:
    """Damages for fraud are what the law gives, once counsel has decided (CP7)."""
    return sum(remedy.amount_fen for remedy in offered if remedy.code != FRAUD)


def _check_rounds(scene: Scene) -> None:
    """Three rounds and fifteen days bind us, not the customer, who may object to any offer (T16).

    Raises:
        WrongState: it is time to agree, or to say in writing that we do not.
    """
    objections = [entry for entry in scene.entries if entry.verb == "object"]
    rounds = [entry for entry in objections if entry.facts["cycle"] == scene.case.cycle]
    if len(rounds) >= MOST_ROUNDS:
        raise WrongState(
            _("已协商三轮，未再次提出方案。请记录达成的一致，或按“未达成一致”出具说明(T16)。")
        )
    if rounds and scene.now - rounds[0].at > DAYS_TO_NEGOTIATE:
        raise WrongState(
            _(
                "协商已超过 %(days)s 日，未再次提出方案。请记录达成的一致，"
                "或按“未达成一致”出具说明(T16)。"
            )
            % {"days": DAYS_TO_NEGOTIATE.days}
        )


class Agreement(Words):
    """How the customer agreed."""

    evidence: Line
    """Tap in the portal, recorded call, signature."""


@move
def agree(scene: Scene, words: Agreement) -> Said:
    """T15: the customer accepts the proposal; after a dispute the agreement is written (T17)."""
    disputed = bool(scene.case.record.get("disputed"))
    papers = {"documents": [*_documents(scene), "N32"]} if disputed else {}
    return Said(
        facts={
            "remedies": scene.case.record.get("proposal", {}).get("remedies", []),
        },
        record={"agreed_at": scene.now.isoformat(), **_owed(scene), **papers},
        add=kindness_in(scene.case.record.get("proposal") or {}, scene.now),
        secret={"evidence": words.evidence},
        letters=[Letter("N32", _accepted(scene, words))] if disputed else [],
    )


def _owed(scene: Scene) -> dict[str, Any]:
    record, offer = scene.case.record, scene.case.record.get("proposal") or {}
    return {**granted_anew(record, offer), **agreed_anew(record, offer.get("total_fen", 0))}


def _accepted(scene: Scene, words: Agreement) -> dict[str, str]:
    """The agreement as the accepted offer has it."""
    proposal = scene.case.record.get("proposal") or {}
    return {
        **paper_values(scene),
        "terms": told_in(scene, "measures", "propose") or "—",
        "amount": yuan(proposal.get("total_fen", 0)),
        "due": done_by(scene) or "按方案",
        "manner": "按已告知您的处理方案办理",
        "confirmation": words.evidence,
    }


class Objection(Words):
    """What the customer does not agree with."""

    opinion: Page


@move
def object(scene: Scene, words: Objection) -> Said:  # noqa: A001 - the verb's one name
    """T16: the customer objects; it is we who have three rounds to come to terms."""
    when = said(scene.now + timedelta(days=2))
    values = {"opinion": unstopped(words.opinion[:60]), "date": when, "who": "投诉专人"}
    return Said(
        facts={"round": scene.count("object") + 1},
        record={"disputed": True},
        secret={"opinion": words.opinion},
        letters=[Letter("N26", values)],
    )


class Reconciliation(Words):
    """What both sides agreed on."""

    terms: Page
    due: Line
    """By when it will be done."""
    manner: Line
    confirmation: Line
    """How the customer confirmed."""
    remedies: Annotated[list[Remedy], Meta(max_length=10)] = []


@move
def reconcile(scene: Scene, words: Reconciliation) -> Said:
    """T17: agreed after negotiation, written down for both (S67)."""
    given, total = _granted(scene, words.remedies)
    remedies = without_basis(given)
    offer = _offer(words.remedies, remedies, total)
    return Said(
        facts={"remedies": remedies, "total_fen": total},
        record={
            "proposal": offer,
            "outcome": "SETTLED",
            **granted_anew(scene.case.record, offer),
            **agreed_anew(scene.case.record, total),
            "documents": [*_documents(scene), "N32"],
        },
        add=kindness_in(offer, scene.now),
        secret={
            "terms": words.terms,
            "due": words.due,
            "manner": words.manner,
            **bases(given),
        },
        letters=[Letter("N32", _agreement(scene, words, total))],
    )


def _agreement(scene: Scene, words: Reconciliation, total: int) -> dict[str, str]:
    return {
        **paper_values(scene),
        "terms": words.terms,
        "amount": yuan(total),
        "due": words.due,
        "manner": words.manner,
        "confirmation": words.confirmation,
    }


class Deadlock(Words):
    """Why no agreement was reached, and what the customer may do (S53, S67)."""

    differences: Page
    basis: Page
    work_done: Page


@move
def deadlock(scene: Scene, words: Deadlock) -> Said:
    """T18: no agreement; a written explanation with all outside remedies."""
    if sum(map(_heard, scene.entries)) < 2:  # noqa: PLR2004 - T18 asks for two contacts
        raise WrongState(_("与用户的沟通不足两次，未出具说明。请先联系用户并记录(T18)。"))
    rent = due_by_law(scene)
    reply = reply_values(scene, NOT_AGREED, words.basis)
    return Said(
        facts={"outcome": "DEADLOCK", "rent_fen": rent},
        record={
            **(agreed_anew(scene.case.record, rent) if rent else {}),
            "outcome": "DEADLOCK",
            "documents": [*_documents(scene), "N30", "N33"],
            "resolved_at": scene.now.isoformat(),
        },
        secret=msgspec.to_builtins(words),
        letters=[
            Letter("N33", {**paper_values(scene), **msgspec.to_builtins(words)}),
            Letter("N30", {**reply, "compensation": compensation(rent)}),
        ],
    )


def _heard(entry: Entry) -> bool:
    """Whether the customer was heard in it: a call that nobody took is no talk."""
    return entry.verb == "object" or (entry.verb == "contact" and bool(entry.facts.get("reached")))


def _documents(scene: Scene) -> list[str]:
    return list(scene.case.record.get("documents", []))
