"""A remedy: how much, on which basis, and why."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jiesu.rules.reason import Quote, Reason, ReasonedError, why
from jiesu.rules.remedies.tariff import Basis, Layer, Tariff


class RemedyError(ReasonedError, ValueError):
    """What was told makes no sense, so nothing was reckoned; the reason says why."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """``amount_fen`` is 0 when nothing is owed; ``because`` says why, clause first."""

    code: str
    amount_fen: int
    because: tuple[Reason, ...]
    layer: Layer
    loss: str
    waivable: bool
    needs_legal: bool = False
    needs_review: bool = False


def remedy(tariff: Tariff, code: str, amount_fen: int, *because: Reason) -> Remedy:
    """Remedy on the basis ``code`` of the tariff."""
    basis: Basis = tariff.basis[code]
    named = why("remedy_basis", title=basis.title, clause=Quote(basis.clause))
    return Remedy(
        code=code,
        amount_fen=amount_fen,
        because=(named, *because),
        layer=basis.layer,
        loss=basis.loss,
        waivable=basis.waivable,
    )


def half_up(exact: Fraction | Decimal) -> int:
    """Whole fen, half a fen upwards (§16). Exact fractions, so that no tie is missed."""
    doubled = 2 * Fraction(exact)
    return (doubled.numerator + doubled.denominator) // (2 * doubled.denominator)


def not_negative(*amounts: tuple[Reason, Decimal | int]) -> None:
    """Refuse with RemedyError an amount below nought, by its name."""
    for name, amount in amounts:
        if amount < 0:
            raise RemedyError(why("remedy_below_nought", what=name, amount=amount))
