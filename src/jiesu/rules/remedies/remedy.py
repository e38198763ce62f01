"""A remedy: how much, on which basis, and why."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jiesu.rules.remedies.tariff import Basis, Layer, Tariff


@dataclass(frozen=True, slots=True)
class Remedy:
    """``amount_fen`` is 0 when nothing is owed; ``because`` says why, clause first."""

    code: str
    amount_fen: int
    because: tuple[str, ...]
    layer: Layer
    loss: str
    waivable: bool
    needs_legal: bool = False
    needs_review: bool = False


def remedy(tariff: Tariff, code: str, amount_fen: int, *because: str) -> Remedy:
    """Remedy on the basis ``code`` of the tariff."""
    basis: Basis = tariff.basis[code]
    named = f"{basis.title.zh}，依据：{basis.clause}。"
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


def yuan(fen: int) -> str:
    """Say fen as yuan: ``990`` → ``9.90元``."""
    return f"{fen // 100}.{fen % 100:02d}元"


def not_negative(**amounts: Decimal | int) -> None:
    """Refuse with ValueError an amount below nought."""
    for name, amount in amounts.items():
        if amount < 0:
            raise ValueError(f"{name}为{amount}，不能小于零；未计算，请核对。")
