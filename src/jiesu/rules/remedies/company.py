"""What contract, court or kindness grant: CP6 refund, CP7 fraud, CP8 goodwill."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from jiesu.rules.reason import Quote, why
from jiesu.rules.remedies.remedy import Remedy, RemedyError, half_up, not_negative, remedy
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
    not_negative((why("amount_wrong"), wrong_fen))
    if refunded_on < charged_on:
        raise RemedyError(why("refund_before_charge", refunded=refunded_on, charged=charged_on))
    terms = tariff.billing
    yearly = Fraction(terms.interest_percent_a_year) / 100
    interest = half_up(wrong_fen * yearly * (refunded_on - charged_on).days / _DAYS_A_YEAR)
    refund = wrong_fen * 2 if terms.double_refund else wrong_fen
    told = {"wrong": wrong_fen, "refund": refund}
    because = [why("refund_twice" if terms.double_refund else "refund_once", **told)]
    if interest:
        yearly_percent = terms.interest_percent_a_year
        because.append(why("refund_interest", percent=yearly_percent, interest=interest))
    return remedy(tariff, "CP6", refund + interest, *because)


def fraud(price_fen: int, *, tariff: Tariff | None = None) -> Remedy:
    """CP7: three times the price, at least 500 yuan; only after a decision of the lawyers."""
    tariff = tariff or our_own()
    not_negative((why("amount_price"), price_fen))
    terms = tariff.fraud
    amount = max(price_fen * terms.multiple, terms.least_fen)
    told = {"price": price_fen, "times": terms.multiple, "least": terms.least_fen}
    because = why("fraud_damages", **told, amount=amount)
    return replace(remedy(tariff, "CP7", amount, because), needs_legal=True)


def goodwill(
    amount_fen: int,
    reason: str,
    times_this_year: int,
    *,
    tariff: Tariff | None = None,
) -> Remedy:
    """CP8: a free amount with a reason; the third to one user in a year is looked at again.

    ``times_this_year`` counts goodwill already given. RemedyError without a reason.
    """
    tariff = tariff or our_own()
    not_negative((why("amount_given"), amount_fen))
    if not reason.strip():
        raise RemedyError(why("goodwill_without_reason"))
    again = times_this_year + 1 >= tariff.goodwill.review_from_times_a_year
    because = [why("goodwill_given", reason=Quote(reason.strip()), amount=amount_fen)]
    if again:
        because.append(why("goodwill_again", n=times_this_year + 1))
    return replace(remedy(tariff, "CP8", amount_fen, *because), needs_review=again)
