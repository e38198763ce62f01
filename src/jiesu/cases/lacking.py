"""What still lacks before a case is registered, answered, closed, and whose it is (§11.2)."""

from collections.abc import Iterator
from dataclasses import dataclass

from jiesu.cases.actions.close import calls_lacking, documents_lacking
from jiesu.cases.actions.investigate import open_orders
from jiesu.cases.actions.resolve import owed, required_documents
from jiesu.cases.money import unpaid_fen
from jiesu.cases.verbs import Scene

GATED = frozenset({"register", "propose", "resolve", "close"})
"""Verbs that a case may lack something for."""
_RECORD = ("category", "desired_outcome")
"""What a contact may lack before it is registered (T02)."""
_APOLOGY = frozenset({"apology_facts", "apology_impact", "apology_prevention"})
_BY_WHOM = {
    "N30": ("resolve", "owner"),
    "N31": ("resolve", "owner"),
    "N32": ("reconcile", "owner"),
    "N33": ("deadlock", "owner"),
    "N37": ("decide_appeal", "appeal_officer"),
    "X02": ("reply_external", "liaison"),
}
"""Which verb brings a document, and whose it is."""


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that lacks: kind, which, the verb that brings it, and who says it."""

    kind: str
    """order, document or call."""
    what: str
    """Number of the order, code of the document, or how many calls."""
    verb: str
    part: str
    """The part or the role that has to do it; of an order its unit does."""


def lacking(scene: Scene, verb: str) -> list[Lack]:
    """What others, or other verbs, have to bring before ``verb`` may be said."""
    return list(_lacking(scene, verb))


def _lacking(scene: Scene, verb: str) -> Iterator[Lack]:
    if verb in {"register", "propose"}:
        return
    for number in open_orders(scene):
        yield Lack("order", number, "order_done", "handler")
    if verb != "close":
        return
    for code in documents_lacking(scene):
        brings, part = _BY_WHOM.get(code, ("resolve", "owner"))
        yield Lack("document", code, brings, part)
    if calls := calls_lacking(scene):
        yield Lack("call", str(calls), "try_call", "callback")


def needed(scene: Scene, verb: str) -> frozenset[str]:
    """Fields of ``verb`` that have to be filled for this case, beyond those always asked for."""
    record = scene.case.record
    if verb == "register":
        return frozenset(name for name in _RECORD if not getattr(scene.case, name).strip())
    if verb == "propose":
        true = record.get("finding", {}).get("overall") in {"substantiated", "partly"}
        return frozenset({"apology"} if true else ())
    if verb == "close":
        return frozenset({"low_score_handling"} if record.get("score", {}).get("low") else ())
    asked = {"payment"} if unpaid_fen(owed(scene)) else set()
    return frozenset(asked | (_APOLOGY if "N31" in required_documents(scene) else set()))


def needless(scene: Scene, verb: str) -> frozenset[str]:
    """Fields of ``verb`` that this case has no use for."""
    could = {"close": {"low_score_handling"}, "resolve": _APOLOGY | {"payment"}}
    return frozenset(could.get(verb, set())) - needed(scene, verb)


def known(scene: Scene, verb: str) -> dict[str, str]:
    """What the case already tells of the words of ``verb``."""
    record = scene.case.record
    if verb == "register":
        return {"category": scene.case.category} if scene.case.category else {}
    told = {
        "outcome": record.get("outcome", ""),
        "root_cause": record.get("finding", {}).get("cause", ""),
    }
    return {name: value for name, value in told.items() if value} if verb == "close" else {}
