"""§16 CP1, N27, 电信条例 Art.32: rent for a fault beyond its limit is given without being asked."""

from datetime import date
from typing import Any

import msgspec
import pytest

from cast import Cast
from jiesu.cases.entries import typed
from jiesu.cases.models import PromiseRow
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed, Unfit
from jiesu.people.actor import SYSTEM
from jiesu.people.customers import Holder, Line, connect, enrol
from tale import SLOW, Tale

OFFER = {"measures": "更换线路", "done_by": "9月30日", "apology": "诚恳道歉"}
ADMITTED = {"apology_facts": "属实", "apology_impact": "影响使用", "apology_prevention": "已改进"}
RENT = 30_00
"""Ninety yuan a month, from 18 to 27 September 2026: ten of thirty days."""
FAULT = [{"claim": "网速不达标", "verdict": "substantiated"}]


@pytest.fixture
def tale(cast: Cast) -> Tale:
    told = Line(account=SLOW.account, address="甲市东区幸福小区3号楼502")
    facts: dict[str, Any] = {"product": "宽带", "rate_mbps": 300, "rural": False}
    facts |= {"region": "440100", "installed_on": date(2025, 1, 1), "monthly_rent_fen": 90_00}
    connect(enrol(Holder("孙女士", SLOW.phone)), told, organisation=cast.city, **facts)
    return Tale(cast)


def found(tale: Tale, days: int, cause: str = "R-LINE") -> None:
    tale.say(tale.owner, "accept")
    tale.say(tale.owner, "investigate", investigator_id=tale.cast.investigator.staff_id)
    told = {"cause": cause, "liability": "NONE", "explanation": "测速", "evidence": ["测速"]}
    tale.say(tale.cast.investigator, "find", 24 * days, answers=FAULT, **told)


def test_an_offer_brings_the_rent_though_nobody_thought_of_it(tale: Tale) -> None:
    found(tale, 9)
    offered = tale.say(tale.owner, "propose", **OFFER)
    (given,) = offered.facts["remedies"]
    assert (given["code"], given["amount_fen"]) == ("CP1", RENT)
    assert "30.00元" in tale.letter("N23").body
    assert "电信条例" in tale.letter("N23").body


def test_what_a_remedy_rests_on_is_known_by_its_kind(tale: Tale) -> None:
    found(tale, 1)
    money = {"code": "CP6", "amount_fen": 1200}
    offer = tale.say(tale.owner, "propose", **OFFER, remedies=[money])
    assert (offer.facts["remedies"], typed(offer, "basis")) == ([money], ["服务合同与资费公示"])
    assert "补偿：12.00元（服务合同与资费公示）" in tale.letter("N23").body


def test_the_law_is_not_undercut_nor_paid_twice(tale: Tale) -> None:
    found(tale, 9)
    less = {"code": "CP1", "amount_fen": 100, "basis": "月租"}
    with pytest.raises(Unfit, match=r"30\.00"):
        tale.say(tale.owner, "propose", **OFFER, remedies=[less])
    twice = [{**less, "amount_fen": RENT}, {**less, "code": "CP4R"}]
    with pytest.raises(Unfit, match="同一损失"):
        tale.say(tale.owner, "propose", **OFFER, remedies=twice)
    with pytest.raises(Unfit, match="CP9"):
        tale.say(tale.owner, "propose", **OFFER, remedies=[{**less, "code": "CP9"}])


def test_a_fault_in_time_or_at_the_customers_own_brings_nothing(tale: Tale) -> None:
    found(tale, 9, cause="R-CUST")
    assert tale.say(tale.owner, "propose", **OFFER).facts["remedies"] == []


def test_no_deadlock_and_no_dispute_waives_it(tale: Tale) -> None:
    found(tale, 9)
    tale.say(tale.owner, "propose", **OFFER)
    tale.say(tale.customer, "object", opinion="不同意")
    call = {"channel": "call", "direction": "out", "summary": "协商", "reached": True}
    tale.say(tale.owner, "contact", **call)
    told = {"differences": "费用", "basis": "入网协议", "work_done": "协商"}
    tale.second(tale.say(tale.owner, "deadlock", **told), tale.cast.manager)
    assert "33.00元" in tale.letter("N30").body, "it lasts one day longer by then"
    assert PromiseRow.objects.get(case=tale.stored, clock="REMEDY_PAY").stopped_at is None
    paid = {"amount_fen": 33_00, "account_type": "账户", "paid_on": "2026-09-20", "proof": "B-1"}
    tale.say(SYSTEM, "pay_remedy", **paid)
    assert PromiseRow.objects.get(case=tale.stored, clock="REMEDY_PAY").stopped_at
    assert differences(tale.stored) == []


def test_a_fault_that_outlasts_its_limit_after_the_offer_is_paid_with_the_answer(
    tale: Tale,
) -> None:
    found(tale, 1)
    assert tale.say(tale.owner, "propose", **OFFER).facts["remedies"] == []
    tale.say(tale.owner, "agree", evidence="录音 1")
    tale.now = tale.now.replace(day=27)
    with pytest.raises(NotAllowed, match="到账"):
        tale.say(tale.owner, "resolve", result="已更换", **ADMITTED)
    tale.say(tale.owner, "resolve", result="已更换", payment="10月账单", **ADMITTED)
    assert "30.00 元" in tale.letter("N24").body
    assert PromiseRow.objects.filter(case=tale.stored, clock="REMEDY_PAY").exists()


def test_where_the_rent_is_not_known_somebody_has_to_look_it_up(cast: Cast) -> None:
    tale = Tale(cast, msgspec.structs.replace(SLOW, account="075500099999"))
    found(tale, 9)
    with pytest.raises(Unfit, match="CP1"):
        tale.say(tale.owner, "propose", **OFFER)
    told = {"code": "CP1", "amount_fen": 3000, "basis": "月租"}
    assert tale.say(tale.owner, "propose", **OFFER, remedies=[told]).verb == "propose"


def test_beyond_the_limit_a_fault_is_not_settled_on_the_line_without_it(tale: Tale) -> None:
    tale.say(tale.owner, "accept")
    tale.say(tale.cast.agent, "guide")
    with pytest.raises(Unfit, match="月租"):
        tale.say(tale.cast.agent, "settle", 49, result="已恢复", confirmed_by="录音 1")


def test_what_undercuts_the_law_is_refused_before_anybody_is_asked_to_approve_it(
    tale: Tale,
) -> None:
    """§16: two hundred yuan need a second person; without the rent nobody could approve them."""
    found(tale, 9)
    less = {"code": "CP1", "amount_fen": 100, "basis": "月租"}
    much = {"code": "CP8", "amount_fen": 200_00, "basis": "善意补偿"}
    with pytest.raises(Unfit, match=r"30\.00"):
        tale.say(tale.owner, "propose", **OFFER, remedies=[less, much])
    assert "request" not in tale.verbs()
