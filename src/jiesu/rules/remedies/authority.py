"""Who may grant how much (§16 CP8; the limits are the operator's data)."""

from jiesu.rules.remedies.tariff import Tariff, our_own

DIRECTOR = "DIRECTOR"
"""Whoever decides above all roles of §17."""


def limit_of(role: str, *, tariff: Tariff | None = None) -> int | None:
    """Fen that ``role`` may grant alone; None is without limit, 0 is nothing."""
    for rung in (tariff or our_own()).authority:
        if role in rung.roles:
            return rung.limit_fen
    return 0


def approver_for(amount_fen: int, role: str, *, tariff: Tariff | None = None) -> str | None:
    """Lowest role that must approve what ``role`` proposes; None if it may grant it alone."""
    limit = limit_of(role, tariff=tariff)
    if limit is None or amount_fen <= limit:
        return None
    ladder = (rung for rung in (tariff or our_own()).authority if rung.approves)
    enough = (rung for rung in ladder if rung.limit_fen is None or amount_fen <= rung.limit_fen)
    return next((rung.roles[0] for rung in enough), DIRECTOR)
