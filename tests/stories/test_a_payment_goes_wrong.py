"""A payment made in error is taken back with notice; what was promised stays promised (§16)."""

from datetime import datetime
from typing import Any

import pytest

from stories.telling import ADMITTED, CLOSING, OFFER, Telling, shanghai
from stories.test_found_true import found

BACK = {
    "error": "returned",
    "reversed_on": "2026-09-25",
    "proof": "BOSS-R-1",
    "reason": "账户已销户，银行退回",
}


@pytest.fixture
def agreed(tell: Telling) -> Telling:
    """Forty yuan were agreed on the 18th."""
    tell.take(tell.cast.agent, "上个月账单突然变成六百元,平时只有一百元。", category="F-02-01")
    found(tell)
    refund = {"code": "CP6", "amount_fen": 4000, "basis": "多收费用退还"}
    tell.say(tell.owner, "propose", **OFFER, remedies=[refund])
    tell.say(tell.owner, "agree", evidence="通话录音 A-1")
    return tell


@pytest.fixture
def paid(agreed: Telling) -> Telling:
    """They were credited on the 20th."""
    agreed.at("2026-09-20 10:00")
    credit(agreed)
    return agreed


def credit(tell: Telling, fen: int = 4000) -> int:
    """The money is noted as credited, today; the line of the ledger."""
    told = {"amount_fen": fen, "account_type": "宽带账户", "proof": "BOSS-778"}
    today = f"{tell.now:%Y-%m-%d}"
    return int(tell.say(tell.owner, "pay_remedy", **told, paid_on=today)["seq"])


def overpaying(tell: Telling, fen: int) -> str:
    """Why no more is noted as credited than is owed."""
    told = {"amount_fen": fen, "account_type": "宽带账户", "proof": "BOSS-9"}
    return tell.refused(tell.owner, "pay_remedy", **told, paid_on="2026-09-25")


def close(tell: Telling) -> None:
    """The customer is answered, asked and content."""
    tell.say(tell.owner, "resolve", result="已退还多收费用", **ADMITTED)
    tell.later(days=1)
    tell.say(tell.cast.caller, "call_back")
    tell.say(tell.cast.caller, "try_call", reached=True, solved="yes")
    tell.say(tell.cast.caller, "close", **CLOSING)


def take_back(tell: Telling, fen: int = 4000, **words: Any) -> None:
    """The owner asks for the reversal of the latest payment, and the approver agrees."""
    last = tell.ledger("pay_remedy")[-1]["seq"]
    told = {"payment": last, "amount_fen": fen, **BACK, **words}
    asked = tell.asks(tell.owner, "reverse_payment", **told)
    tell.say(tell.cast.approver, "approve", request=asked)


def test_money_that_came_back_is_owed_again_and_the_customer_told(paid: Telling) -> None:
    """§16: four eyes, a notice with amount, cause and due; not archived before it is paid."""
    tell = paid
    due = tell.clock("REMEDY_PAY")["due_at"]
    close(tell)
    tell.at("2026-09-25 15:00")
    take_back(tell)
    assert tell.state == "CLOSED"
    notice = tell.letter("N29R")
    for word in ("40.00元", "9月20日", "9月25日", "被退回", "仍应付给您", "10月18日"):
        assert word in notice
    again = tell.clock("REMEDY_PAY")
    assert (again["stopped_at"], again["due_at"]) == (None, due), "promised is promised"
    tell.later(days=8)
    tell.keeper()
    assert tell.state == "CLOSED", "money still owed keeps it out of the archive"
    credit(tell)
    assert tell.letters().count("N29") == 2
    assert tell.clock("REMEDY_PAY")["stopped_at"] == tell.now
    tell.keeper()
    assert tell.state == "ARCHIVED"
    tell.whole()


def test_money_that_came_back_from_an_archived_case_is_owed_too(paid: Telling) -> None:
    """A bank may take weeks; the archive stays as it is, the debt does not."""
    tell = paid
    close(tell)
    tell.later(days=8)
    tell.keeper()
    assert tell.state == "ARCHIVED"
    take_back(tell)
    assert tell.state == "ARCHIVED"
    assert tell.clock("REMEDY_PAY")["stopped_at"] is None
    assert credit(tell)
    assert tell.clock("REMEDY_PAY")["stopped_at"] is not None
    tell.whole()


def test_more_than_was_due_is_taken_back_and_what_was_due_stays(paid: Telling) -> None:
    """§16: credited twice; nothing is owed again, and nobody is left to wonder where it went."""
    paid.at("2026-09-25 15:00")
    take_back(paid, 4000, error="overpaid")
    notice = paid.letter("N29X")
    for word in ("多收到40.00元", "9月25日", "应得的补偿不变"):
        assert word in notice
    assert paid.clock("REMEDY_PAY")["stopped_at"] is not None
    assert "尚未支付的 0.00 元" in overpaying(paid, 100)
    paid.whole()


def test_what_falls_due_before_it_is_found_out_was_late_from_its_own_day(paid: Telling) -> None:
    """C11: the breach is dated when the money should have been there, and told once."""
    tell = paid
    due = tell.clock("REMEDY_PAY")["due_at"]
    close(tell)
    tell.at("2026-11-02 09:00")
    take_back(tell, reversed_on="2026-11-02", error="wrong_account")
    tell.keeper()
    broken = [line for line in tell.ledger("breach") if line["facts"]["clock"] == "REMEDY_PAY"]
    assert [line["facts"]["pack"] for line in broken] == ["INTERNAL-TARGETS"]
    assert datetime.fromisoformat(broken[0]["facts"]["due_at"]) == due
    assert "退到了错误的账户" in tell.letter("N29R")


def test_a_part_taken_back_while_the_rest_is_owed_leaves_the_clock_as_it_is(
    agreed: Telling,
) -> None:
    """A clock that runs need not be set going, nor one of an earlier round."""
    tell = agreed
    tell.at("2026-09-25 10:00")
    credit(tell, 1000)
    take_back(tell, 400)
    assert "尚未支付的 34.00 元" in overpaying(tell, 4000)
    credit(tell, 3400)
    assert [one["stopped_at"] for one in tell.clocks("REMEDY_PAY")] == [tell.now] * len(
        tell.clocks("REMEDY_PAY")
    )
    tell.whole()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"payment": 1}, "不是本件登记的到账"),
        ({"amount_fen": 4001}, "超过这笔到账还未冲正的 40.00 元"),
        ({"reversed_on": "2026-09-19"}, "早于到账日期"),
        ({"reversed_on": "2026-09-26"}, "晚于今天"),
    ],
)
def test_only_what_was_paid_is_taken_back(
    paid: Telling, words: dict[str, Any], sentence: str
) -> None:
    """Refused at once, before anybody is asked to approve it."""
    paid.at("2026-09-25 15:00")
    told = {"payment": paid.ledger("pay_remedy")[-1]["seq"], "amount_fen": 4000, **BACK, **words}
    assert sentence in paid.refused(paid.owner, "reverse_payment", **told)


def test_nothing_is_taken_back_twice_nor_by_one_person_alone(paid: Telling) -> None:
    """§16, §17: whoever asks does not approve; in two parts at most the whole."""
    tell = paid
    tell.at("2026-09-25 15:00")
    told = {"payment": tell.ledger("pay_remedy")[-1]["seq"], "amount_fen": 3000, **BACK}
    asked = tell.asks(tell.owner, "reverse_payment", **told)
    assert tell.clock("REMEDY_PAY")["stopped_at"] is not None
    assert tell.refused(tell.owner, "approve", request=asked)
    tell.say(tell.cast.approver, "approve", request=asked)
    assert "还未冲正的 10.00 元" in tell.refused(tell.owner, "reverse_payment", **told)
    assert tell.refused(tell.cast.dispatcher, "reverse_payment", **told)
    assert shanghai("2026-09-25 15:00") < tell.now
