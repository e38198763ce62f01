"""What was paid on a case, line by line of its ledger, and what of it was taken back (§16)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jiesu.cases.models import Entry

OVERPAID = "overpaid"
"""The error in which more came than was due: what was due stays paid."""
_SAID = ("pay_remedy", "reverse_payment")


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment as it was noted: its line in the ledger, its day, and what of it stands."""

    seq: int
    on: date
    fen: int
    """As credited."""
    left_fen: int
    """Not taken back yet."""


def payments(entries: Iterable[Entry]) -> list[Paid]:
    """Every payment among ``entries``, in their order."""
    told = [entry for entry in entries if entry.verb in _SAID]
    return [_paid(entry, told) for entry in told if entry.verb == "pay_remedy"]


def payments_on(case_id: int) -> list[Paid]:
    """Every payment of a case whose ledger is not at hand."""
    return payments(Entry.objects.filter(case_id=case_id, verb__in=_SAID).order_by("seq"))


def _paid(entry: Entry, told: Iterable[Entry]) -> Paid:
    fen = int(entry.facts["amount_fen"])
    back = sum(
        int(one.facts["amount_fen"])
        for one in told
        if one.facts.get("payment") == entry.seq and one.facts["error"] != OVERPAID
    )
    return Paid(entry.seq, date.fromisoformat(entry.facts["paid_on"]), fen, fen - back)
