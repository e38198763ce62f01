"""T19: everything promised was done; the customer is told the result (S18, S45, S46, S65)."""

from typing import Any

from django.utils.translation import gettext as _

from jiesu.cases.actions.investigate import check_no_open_orders
from jiesu.cases.money import agreed_anew, unpaid_fen
from jiesu.cases.owed import still_owed
from jiesu.cases.papers import (
    REMEDIES_SHORT,
    apology_values,
    reply_values,
    unstopped,
    wanted_on_paper,
    yuan,
)
from jiesu.cases.refusals import NotAllowed, unfit
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import MaybeLine, MaybePage, Page
from jiesu.rules.documents import written_form

_WRITTEN_HERE = frozenset({"N30", "N31"})
"""Agreement, deadlock, decision and the reply to a body come with verbs of their own."""


class Resolution(Words):
    """The result as the customer will read it."""

    result: Page
    repair_evidence: MaybeLine = ""
    payment: MaybeLine = ""
    """When and where the money arrives, if money was promised; the customer reads it."""
    basis: MaybeLine = ""
    """Rule or contract term that the decision rests on."""
    apology_facts: MaybePage = ""
    """What we admit; needed where the complaint was substantiated (S65)."""
    apology_impact: MaybePage = ""
    apology_prevention: MaybePage = ""


@move
def resolve(scene: Scene, words: Resolution) -> Said:
    """Tell the result with the remedies (N34), and in writing where that is due (K12)."""
    check_no_open_orders(scene)
    record, rent = scene.case.record, still_owed(scene)
    unpaid = unpaid_fen(owed(scene))
    _check_payment(unpaid, words)
    needed = required_documents(scene)
    if "N31" in needed:
        _check_apology(words)
    result = words.result + _of_rent(rent) + _of_payment(unpaid, words)
    letters = [Letter("N24", {"result": result, "remedies_short": REMEDIES_SHORT})]
    held = record.get("documents", [])
    due_now = [code for code in needed if code in _WRITTEN_HERE and code not in held]
    letters += [Letter(code, _values(scene, code, words)) for code in due_now]
    return Said(
        facts={"documents": due_now, "answered": True, "rent_fen": rent},
        record={
            **(agreed_anew(record, rent) if rent else {}),
            "documents": [*held, *due_now],
            "outcome": record.get("outcome") or "SOLVED",
            "resolved_at": scene.now.isoformat(),
        },
        secret={
            "result": words.result,
            "repair_evidence": words.repair_evidence,
            "payment": words.payment,
        },
        letters=letters,
    )


def owed(scene: Scene) -> dict[str, Any]:
    """The record with the rent in it that the law waives beyond what was agreed."""
    record, rent = scene.case.record, still_owed(scene)
    return {**record, **agreed_anew(record, rent)} if rent else record


def _of_rent(fen: int) -> str:
    """Rent that the law waives beyond what was agreed: the fault outlasted its limit (CP1)."""
    return f"(另依电信条例第三十二条减免故障期间月租 {yuan(fen)} 元)" if fen else ""


def required_documents(scene: Scene) -> list[str]:
    """Documents without which the case may not be answered or closed (K12)."""
    record = scene.case.record
    need = written_form(
        substantiated=record.get("finding", {}).get("overall") in {"substantiated", "partly"},
        disputed=bool(record.get("disputed")),
        requested=wanted_on_paper(scene.case),
        external=bool(scene.case.external_source),
        appealed=bool(record.get("appealed")),
        agreed=record.get("outcome") == "SETTLED" or bool(record.get("agreed_at")),
    )
    return list(need.documents)


def _of_payment(fen: int, words: Resolution) -> str:
    """When and where the rest of the money arrives: who waits for it must know (T19, S18)."""
    return f"(补偿 {yuan(fen)} 元：{unstopped(words.payment)})" if fen else ""


def _check_payment(fen: int, words: Resolution) -> None:
    if fen and not words.payment.strip():
        raise NotAllowed(
            _("补偿(含依法减免的月租)尚未到账也未写明到账日期，未答复。请登记补偿或写明日期(T19)。")
        )


def _check_apology(words: Resolution) -> None:
    for name in ("apology_facts", "apology_impact", "apology_prevention"):
        if not getattr(words, name).strip():
            raise unfit(
                name, _("投诉属实，须有书面致歉，未答复。请写明事实、影响和防范措施(S65)。")
            )


def _values(scene: Scene, code: str, words: Resolution) -> dict[str, str]:
    if code == "N31":
        told = {
            "facts": words.apology_facts,
            "impact": words.apology_impact,
            "prevention": words.apology_prevention,
        }
        return apology_values(scene, told)
    return reply_values(scene, words.result, words.basis)
