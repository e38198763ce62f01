"""What was agreed and is still to be paid (§16): an agreement adds to what is left of the last."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

FRAUD = "CP7"
KINDNESS = "CP8"


def agreed_fen(record: Mapping[str, Any]) -> int:
    """Fen that the customer was promised by the agreements so far and not paid before the last."""
    offered = (record.get("proposal") or {}).get("total_fen", 0)
    return int(record.get("agreed_fen", offered if record.get("agreed_at") else 0))


def unpaid_fen(record: Mapping[str, Any]) -> int:
    """Fen still owed."""
    return max(agreed_fen(record) - int(record.get("paid_fen", 0)), 0)


def agreed_anew(record: Mapping[str, Any], fen: int) -> dict[str, Any]:
    """What the record says once ``fen`` more are agreed; nothing owed is forgotten."""
    total = unpaid_fen(record) + fen
    return {"agreed_fen": total, "paid_fen": 0, "paid": not total}


def owed_again(record: Mapping[str, Any], fen: int) -> dict[str, Any]:
    """What the record says once ``fen`` that were paid were taken back: owed, not granted anew."""
    paid = int(record.get("paid_fen", 0))
    total = agreed_fen(record) + max(fen - paid, 0)
    limits = {"granted_fen": granted_fen(record)}
    return {"agreed_fen": total, "paid_fen": max(paid - fen, 0), "paid": False, **limits}


def granted_fen(record: Mapping[str, Any]) -> int:
    """Fen that we chose to give by all agreements so far, paid or not: limits count them all."""
    return int(record.get("granted_fen", agreed_fen(record)))


def granted_anew(record: Mapping[str, Any], offer: Mapping[str, Any]) -> dict[str, Any]:
    """What the record says once ``offer`` is agreed too."""
    chosen = offer.get("chosen_fen", offer.get("total_fen", 0))
    return {"granted_fen": granted_fen(record) + int(chosen)}


def kindness_in(offer: Mapping[str, Any], at: datetime) -> dict[str, str]:
    """A note that something was given out of kindness, if it was (CP8)."""
    kind = any(one["code"] == KINDNESS for one in offer.get("remedies", ()))
    return {"kindnesses": at.isoformat()} if kind else {}
