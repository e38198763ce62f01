"""What is owed to the user, to the fen (§16)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.rules import remedies
from jiesu.rules.remedies.remedy import Remedy, half_up
from jiesu.rules.remedies.tariff import Example, our_own
from rules.saying import said

FORMULAS: dict[str, Callable[..., Remedy]] = {
    "CP1": remedies.rent_waiver,
    "CP2": remedies.late_install,
    "CP3": remedies.planned_outage,
    "CP4I": remedies.promise_install,
    "CP4R": remedies.promise_repair,
    "CP5": remedies.promise_rate,
    "CP6": remedies.billing_refund,
    "CP7": remedies.fraud,
    "CP8": remedies.goodwill,
}
REPORTED = datetime(2026, 9, 18, 9, 30, tzinfo=UTC)
LATE = REPORTED + timedelta(days=3)
hours = st.integers(0, 24 * 400)
fen = st.integers(0, 10_000_00)


@pytest.mark.parametrize("example", our_own().example, ids=lambda example: example.what)
def test_the_worked_examples_come_out(example: Example) -> None:
    given = {
        name: Decimal(value) if name == "measured_mbps" else value
        for name, value in example.given.items()
    }
    remedy = FORMULAS[example.code](**given)
    assert (remedy.code, remedy.amount_fen) == (example.code, example.fen)
    assert our_own().basis[example.code].clause in said(remedy.because[0])
    assert all(map(said, remedy.because[1:]))
    assert len(remedy.because) > 1


def test_every_basis_has_an_example() -> None:
    assert {example.code for example in our_own().example} == set(our_own().basis) == set(FORMULAS)


@pytest.mark.parametrize(("exact", "rounded"), [("0.5", 1), ("0.49", 0), ("2.5", 3), ("3", 3)])
def test_half_a_fen_is_rounded_up(exact: str, rounded: int) -> None:
    assert half_up(Fraction(exact)) == rounded


@given(fen, hours, hours, st.booleans())
def test_rent_waived_grows_with_the_fault_and_never_exceeds_the_rent(
    rent: int,
    shorter: int,
    longer: int,
    rural: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    shorter, longer = sorted((shorter, longer))
    less, more = (
        remedies.rent_waiver(rent, REPORTED, REPORTED + timedelta(hours=h), rural=rural).amount_fen
        for h in (shorter, longer)
    )
    months_touched = longer // (24 * 28) + 2
    assert 0 <= less <= more <= rent * months_touched


@given(fen, st.integers(0, 500), st.integers(0, 500))
def test_pay_for_late_installation_grows_by_the_day(fee: int, fewer: int, more: int) -> None:
    due = date(2026, 9, 20)
    fewer, more = sorted((fewer, more))
    small, large = (
        remedies.late_install(fee, due, due + timedelta(days=days)).amount_fen
        for days in (fewer, more)
    )
    assert 0 <= small <= large


@given(hours, hours)
def test_pay_for_late_repair_grows_up_to_the_cap(shorter: int, longer: int) -> None:
    shorter, longer = sorted((shorter, longer))
    less, more = (
        remedies.promise_repair(REPORTED, REPORTED + timedelta(hours=h)).amount_fen
        for h in (shorter, longer)
    )
    assert 0 <= less <= more <= our_own().promise.repair_cap_fen


def test_a_full_month_of_fault_is_a_full_month_of_rent() -> None:
    begin = datetime(2026, 9, 1, 0, 0, tzinfo=UTC) - timedelta(hours=8)
    end = begin + timedelta(days=29, hours=12)
    assert remedies.rent_waiver(9900, begin, end, rural=False).amount_fen == 9900


def test_an_exclusion_counts_only_with_evidence() -> None:
    late = REPORTED + timedelta(days=3)
    claimed = remedies.Exclusion("third_party", " ")
    proven = remedies.Exclusion("third_party", "施工挖断光缆照片E7")
    assert remedies.promise_repair(REPORTED, late, exclusion=claimed).amount_fen == 2000
    assert remedies.promise_repair(REPORTED, late, exclusion=proven).amount_fen == 0
    with pytest.raises(remedies.RemedyError) as refused:
        remedies.promise_install(REPORTED, late, exclusion=remedies.Exclusion("weather", "E8"))
    assert "除外情形" in said(refused.value.because)
    spared = remedies.promise_repair(REPORTED, late, exclusion=proven).because[1]
    assert said(spared) == "属于除外情形：第三方原因，证据施工挖断光缆照片E7。"


def test_the_same_loss_is_paid_once_by_the_higher_basis() -> None:
    restored = REPORTED + timedelta(days=3)
    law = remedies.rent_waiver(9900, REPORTED, restored, rural=False)
    promise = remedies.promise_repair(REPORTED, restored)
    kind = remedies.goodwill(1000, "多次来电", 0)
    settlement = remedies.settle([law, promise, kind])
    assert settlement.paid == (promise, kind)
    assert settlement.set_aside == (law,)
    assert settlement.total_fen == 3000
    assert "不重复支付" in said(settlement.because[0])
    assert said(settlement.because[-1]) == "合计30.00元。"


def test_between_equals_the_law_is_paid() -> None:
    law = remedies.rent_waiver(9900, REPORTED, REPORTED + timedelta(days=3), rural=False)
    promise = replace(
        remedies.promise_repair(REPORTED, REPORTED + timedelta(days=3)),
        amount_fen=law.amount_fen,
    )
    assert remedies.settle([promise, law]).paid == (law,)


def test_two_like_goodwills_are_two_payments() -> None:
    kind = remedies.goodwill(1000, "多次来电", 0)
    again = remedies.goodwill(1000, "多次来电", 0)
    assert remedies.settle([kind, again]).total_fen == 2000


@pytest.mark.parametrize(("code", "allowed"), [("CP1", False), ("CP2", False), ("CP8", True)])
def test_what_the_law_grants_cannot_be_signed_away(code: str, allowed: bool) -> None:  # noqa: FBT001
    assert remedies.may_be_waived(code).allowed is allowed
    assert said(remedies.may_be_waived(code).because)


@pytest.mark.parametrize(
    ("amount", "role", "approver"),
    [
        (2000, "R03", None),
        (2001, "R03", "R15"),
        (5000, "R07", None),
        (20000, "R07", "R15"),
        (100000, "R07", "R21"),
        (100001, "R21", "DIRECTOR"),
        (10**9, "DIRECTOR", None),
        (1, "R12", "R15"),
    ],
)
def test_more_than_ones_limit_needs_an_approver_whose_limit_suffices(
    amount: int,
    role: str,
    approver: str | None,
) -> None:
    assert remedies.approver_for(amount, role) == approver


def test_the_third_goodwill_of_a_year_is_reviewed() -> None:
    assert not remedies.goodwill(1000, "x", 1).needs_review
    assert remedies.goodwill(1000, "x", 2).needs_review
    assert "第3次" in said(remedies.goodwill(1000, "x", 2).because[-1])


def test_fraud_needs_the_lawyers() -> None:
    assert remedies.fraud(100).needs_legal


def test_an_operators_tariff_may_promise_interest_and_double_refund() -> None:
    generous = msgspec.structs.replace(
        our_own(),
        billing=msgspec.structs.replace(
            our_own().billing,
            interest_percent_a_year=Decimal("3.65"),
            double_refund=True,
        ),
    )
    days = (date(2026, 1, 1), date(2026, 4, 11))
    refund = remedies.billing_refund(10000, *days, tariff=generous)
    assert refund.amount_fen == 20100
    assert [said(one) for one in refund.because[1:]] == [
        "错收100.00元，按承诺双倍，退还200.00元。",
        "年利率3.65%，另付利息1.00元。",
    ]


NONSENSE: list[tuple[str, Callable[[], object]]] = [
    ("早于", lambda: remedies.rent_waiver(9900, LATE, REPORTED, rural=False)),
    ("早于", lambda: remedies.billing_refund(1, LATE.date(), REPORTED.date())),
    ("价款为-1，不能小于零", lambda: remedies.fraud(-1)),
    ("理由", lambda: remedies.goodwill(100, " ", 0)),
]


@pytest.mark.parametrize(("told", "nonsense"), NONSENSE)
def test_nonsense_is_refused_with_a_sentence(told: str, nonsense: Callable[[], object]) -> None:
    with pytest.raises(remedies.RemedyError) as refused:
        nonsense()
    assert told in said(refused.value.because)
