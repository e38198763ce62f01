"""§16: what was promised is paid, and the customer told how much, how and when (N29)."""

from datetime import date

from django.utils.translation import gettext as _

from jiesu.cases.money import agreed_fen
from jiesu.cases.papers import basis_of, yuan
from jiesu.cases.refusals import WrongState, unfit
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Line, SomeFen
from jiesu.rules.workdays.shanghai import day_of, said_date


class Payment(Words):
    """What was credited, where, when, and the proof of it."""

    amount_fen: SomeFen
    account_type: Line
    """Where it went: account balance, bill, bank card."""
    paid_on: date
    proof: Line
    """Number of the posting in the billing system."""
    where: Line = "账单"
    """Where the customer can see it."""


@move
def pay_remedy(scene: Scene, words: Payment) -> Said:
    """Note a payment; together they never exceed what was agreed."""
    _check_day(scene, words.paid_on)
    agreed, paid = agreed_fen(scene.case.record), scene.case.record.get("paid_fen", 0)
    if not agreed:
        raise WrongState(_("此件没有约定补偿，未登记到账。请先提出方案并取得用户同意。"))
    if paid + words.amount_fen > agreed:
        left = yuan(agreed - paid)
        raise unfit(
            "amount_fen",
            _("登记金额超过尚未支付的 %(left)s 元，未登记。请核对金额。") % {"left": left},
        )
    values = {
        "amount": yuan(words.amount_fen),
        "basis": "、".join(basis_of(scene)) or "协商约定",
        "date": said_date(words.paid_on),
        "account_type": words.account_type,
        "where": words.where,
    }
    total = paid + words.amount_fen
    return Said(
        facts={
            "amount_fen": words.amount_fen,
            "paid_on": words.paid_on.isoformat(),
            "complete": total == agreed,
        },
        record={"paid_fen": total, "paid": total == agreed},
        secret={"proof": words.proof},
        letters=[Letter("N29", values)],
    )


def _check_day(scene: Scene, paid_on: date) -> None:
    """Money is noted once it came: N29 says "was paid", and REMEDY_PAY ends with it."""
    today = day_of(scene.now)
    if paid_on > today:
        raise unfit(
            "paid_on",
            _("到账日期晚于今天(%(today)s)，未登记，也未通知用户。请到账后再登记。")
            % {"today": said_date(today, year=True)},
        )
    if paid_on < day_of(scene.case.received_at):
        raise unfit("paid_on", _("到账日期早于收到投诉的日期，未登记，也未通知用户。请核对日期。"))
