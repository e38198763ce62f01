"""What contract, court or kindness grant: CP6 refund, CP7 fraud, CP8 goodwill."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from jiesu.rules.remedies.remedy import Remedy, half_up, not_negative, remedy, yuan
from jiesu.rules.remedies.tariff import Tariff, our_own

_DAYS_A_YEAR = 365


def billing_refund(
    wrong_fen: int,
    charged_on: date,
    refunded_on: date,
    *,
    tariff: Tariff | None = None,
) -> Remedy:
    """CP6: what was wrongly charged, with simple interest or twice if the tariff promises it."""
    tariff = tariff or our_own()
    not_negative(错收金额=wrong_fen)
    if refunded_on < charged_on:
        raise ValueError(f"退费日{refunded_on}早于扣费日{charged_on}，未计算，请核对。")
    terms = tariff.billing
    yearly = Fraction(terms.interest_percent_a_year) / 100
    interest = half_up(wrong_fen * yearly * (refunded_on - charged_on).days / _DAYS_A_YEAR)
    refund = wrong_fen * 2 if terms.double_refund else wrong_fen
    promised = "，按承诺双倍" if terms.double_refund else ""
    because = [f"错收{yuan(wrong_fen)}{promised}，退还{yuan(refund)}。"]
    if interest:
        because.append(f"年利率{terms.interest_percent_a_year}%，另付利息{yuan(interest)}。")
    return remedy(tariff, "CP6", refund + interest, *because)


def fraud(price_fen: int, *, tariff: Tariff | None = None) -> Remedy:
    """CP7: three times the price, at least 500 yuan; only after a decision of the lawyers."""
    tariff = tariff or our_own()
    not_negative(价款=price_fen)
    terms = tariff.fraud
    amount = max(price_fen * terms.multiple, terms.least_fen)
    because = (
        f"价款{yuan(price_fen)}的{terms.multiple}倍，不足{yuan(terms.least_fen)}按其计，"
        f"共{yuan(amount)}；须法务认定。"
    )
    return replace(remedy(tariff, "CP7", amount, because), needs_legal=True)


def goodwill(
    amount_fen: int,
    reason: str,
    times_this_year: int,
    *,
    tariff: Tariff | None = None,
) -> Remedy:
    """CP8: a free amount with a reason; the third to one user in a year is looked at again.

    ``times_this_year`` counts goodwill already given. ValueError without a reason.
    """
    tariff = tariff or our_own()
    not_negative(金额=amount_fen)
    if not reason.strip():
        raise ValueError("善意补偿须写明理由；未保存，请补充理由。")
    again = times_this_year + 1 >= tariff.goodwill.review_from_times_a_year
    because = [f"理由：{reason.strip()}；金额{yuan(amount_fen)}。"]
    if again:
        because.append(f"该用户本年度第{times_this_year + 1}次善意补偿，须复核。")
    return replace(remedy(tariff, "CP8", amount_fen, *because), needs_review=again)
