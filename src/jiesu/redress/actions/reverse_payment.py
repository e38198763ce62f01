"""§16: a payment made in error is taken back, with notice; what was agreed is owed all the same."""

from datetime import date
from typing import Literal

from django.utils.translation import gettext as _

from jiesu.cases.money import owed_again
from jiesu.cases.papers import yuan
from jiesu.cases.payments import OVERPAID, Paid, payments
from jiesu.cases.refusals import unfit
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Line, Page, SomeFen
from jiesu.rules.workdays.shanghai import day_of, said_date

_ERRORS = {
    "wrong_account": "退到了错误的账户",
    "returned": "未能入账，被退回",
    "noted_by_mistake": "实际并未支付",
}
"""Why the money is not with the customer, as the letter says it."""


class Reversal(Words):
    """Which payment was wrong, by how much and why, and the posting that takes it back."""

    payment: int
    """Sequence number of its ledger entry."""
    amount_fen: SomeFen
    error: Literal["wrong_account", "returned", "noted_by_mistake", "overpaid"]
    """``overpaid``: more came than was noted. By any other the money did not reach the customer."""
    reversed_on: date
    proof: Line
    """Number of the reversing posting in the billing system."""
    reason: Page


@move
def reverse_payment(scene: Scene, words: Reversal) -> Said:
    """Note that a payment was taken back; unless too much was paid, it is owed again."""
    paid = _payment(scene, words.payment)
    _check_day(scene, words.reversed_on, paid.on)
    facts = {
        "payment": paid.seq,
        "amount_fen": words.amount_fen,
        "error": words.error,
        "reversed_on": words.reversed_on.isoformat(),
    }
    secret = {"proof": words.proof, "reason": words.reason}
    values = {"amount": yuan(words.amount_fen), "reversed_on": said_date(words.reversed_on)}
    if words.error == OVERPAID:
        return Said(facts=facts, secret=secret, letters=[Letter("N29X", values)])
    _check_sum(words.amount_fen, paid)
    values |= {"date": said_date(paid.on), "error": _ERRORS[words.error]}
    return Said(
        facts={**facts, "owed_again": True},
        record=owed_again(scene.case.record, words.amount_fen),
        secret=secret,
        letters=[Letter("N29R", values, dues={"pay_due": "REMEDY_PAY"})],
    )


def _payment(scene: Scene, seq: int) -> Paid:
    """The payment noted under ``seq``.

    Raises:
        Unfit: that line of the ledger is none.
    """
    found = next((one for one in payments(scene.entries) if one.seq == seq), None)
    if found is None:
        raise unfit(
            "payment",
            _("第 %(seq)s 条不是本件登记的到账，未冲正。请选择登记过的到账。") % {"seq": seq},
        )
    return found


def _check_sum(fen: int, paid: Paid) -> None:
    """No more is taken back than came."""
    if fen > paid.left_fen:
        raise unfit(
            "amount_fen",
            _("金额超过这笔到账还未冲正的 %(left)s 元，未冲正，也未通知用户。请核对金额。")
            % {"left": yuan(paid.left_fen)},
        )


def _check_day(scene: Scene, on: date, paid_on: date) -> None:
    """The notice says that it was taken back: not before it was, nor before the money came."""
    today = day_of(scene.now)
    if on > today:
        raise unfit(
            "reversed_on",
            _("冲正日期晚于今天(%(today)s)，未冲正，也未通知用户。请冲正后再登记。")
            % {"today": said_date(today, year=True)},
        )
    if on < paid_on:
        raise unfit(
            "reversed_on",
            _("冲正日期早于到账日期(%(paid_on)s)，未冲正，也未通知用户。请核对日期。")
            % {"paid_on": said_date(paid_on, year=True)},
        )
