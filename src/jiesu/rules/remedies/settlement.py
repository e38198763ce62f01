"""Several remedies together: the same loss is not paid twice, and the law cannot be waived."""

from collections.abc import Iterable
from dataclasses import dataclass

from jiesu.rules.reason import Quote, Reason, why
from jiesu.rules.remedies.remedy import Remedy
from jiesu.rules.remedies.tariff import Tariff, our_own


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is paid, what gives way to it, and why."""

    paid: tuple[Remedy, ...]
    set_aside: tuple[Remedy, ...]
    total_fen: int
    because: tuple[Reason, ...]


def settle(remedies: Iterable[Remedy]) -> Settlement:
    """Of LAW and PROMISE for one loss the higher is paid; if equal, the law (§16).

    What is owed on another footing (a contract, goodwill) is paid beside it.
    """
    owed = [remedy for remedy in remedies if remedy.amount_fen]
    best: dict[str, Remedy] = {}
    for remedy in sorted(owed, key=_standing, reverse=True):
        best.setdefault(
            remedy.loss if remedy.layer in ("LAW", "PROMISE") else str(id(remedy)), remedy
        )
    paid = tuple(remedy for remedy in owed if any(remedy is chosen for chosen in best.values()))
    set_aside = tuple(remedy for remedy in owed if not any(remedy is one for one in paid))
    because = [_why(remedy, best[remedy.loss]) for remedy in set_aside]
    total = sum(remedy.amount_fen for remedy in paid)
    return Settlement(paid, set_aside, total, (*because, why("remedies_total", amount=total)))


@dataclass(frozen=True, slots=True)
class Waiver:
    """Whether a user may give a remedy up, and why."""

    allowed: bool
    because: Reason


def may_be_waived(code: str, *, tariff: Tariff | None = None) -> Waiver:
    """CP1 and CP2 are paid even if the user agreed to close without them (§16)."""
    basis = (tariff or our_own()).basis[code]
    if basis.waivable:
        return Waiver(allowed=True, because=why("waiver_allowed", title=basis.title))
    told = {"title": basis.title, "clause": Quote(basis.clause)}
    return Waiver(allowed=False, because=why("waiver_forbidden", **told))


def _standing(remedy: Remedy) -> tuple[int, bool]:
    return remedy.amount_fen, remedy.layer == "LAW"


def _why(remedy: Remedy, chosen: Remedy) -> Reason:
    less = {"lesser": remedy.code, "amount": remedy.amount_fen}
    return why("same_loss", **less, chosen=chosen.code, higher=chosen.amount_fen)
