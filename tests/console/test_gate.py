"""Ending a case asks only for what this case lacks, and says whose the rest is."""

import msgspec
import pytest
from django.utils import timezone

from cast import Cast
from console.conftest import Enter
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case
from jiesu.console.gate import gate
from tale import SLOW, Tale

SORRY = {
    "apology_facts": "测速不达标属实",
    "apology_impact": "影响了一周的使用",
    "apology_prevention": "已更换分光器并复测",
}


@pytest.fixture
def tale(cast: Cast) -> Tale:
    return Tale(cast)


def at(tale: Tale, verb: str) -> str:
    return f"/console/cases/{tale.case.number}/{verb}/"


def typed(tale: Tale, **told: str) -> dict[str, str]:
    return {"version": str(tale.stored.seq), "key": "k1", "on": "", **told}


def until_executing(tale: Tale, verdict: str, *remedies: dict[str, object]) -> None:
    tale.until_found(verdict, "FULL" if verdict == "substantiated" else "NONE")
    words = {"measures": "更换分光器", "done_by": "9月20日", "apology": "抱歉"}
    tale.say(tale.owner, "propose", remedies=list(remedies), **words)
    tale.say(tale.owner, "agree", evidence="录音 1")


def test_what_was_not_substantiated_asks_for_no_apology_and_no_payment(
    tale: Tale, enter: Enter
) -> None:
    until_executing(tale, "unsubstantiated")
    html = enter(tale.owner).get(at(tale, "resolve")).content.decode()
    assert 'name="result"' in html
    assert 'name="apology_facts"' not in html
    assert 'name="payment"' not in html


def test_what_was_substantiated_asks_for_the_apology_beside_its_fields(
    tale: Tale, enter: Enter
) -> None:
    until_executing(tale, "substantiated", {"code": "CP8", "amount_fen": 2000, "basis": "服务承诺"})
    page = enter(tale.owner).post(at(tale, "resolve"), typed(tale, result="已修复"))
    html = page.content.decode()
    assert page.status_code == 422
    for name in (*SORRY, "payment"):
        assert f'id="{name}-error"' in html
    assert "已修复" in html
    assert tale.state == "EXECUTING"
    told = typed(tale, result="已修复", payment="9月25日到账", **SORRY)
    assert enter(tale.owner).post(at(tale, "resolve"), told).status_code == 302
    assert tale.state == "RESOLVED"


def test_an_open_order_stands_in_the_way_and_whose_it_is(cast: Cast, enter: Enter) -> None:
    tale = Tale(cast, msgspec.structs.replace(SLOW, address="甲市东区幸福小区3号楼502"))
    tale.say(tale.owner, "accept")
    tale.say(tale.cast.dispatcher, "dispatch", speed_test="有线 60M，签约 300M")
    tale.say(tale.owner, "investigate", investigator_id=tale.cast.investigator.staff_id)
    number = tale.proceeding("order").number
    found = gate(tale.owner, tale.stored, "resolve", timezone.now())
    assert [one.what for one in found.missing] == [f"工单 {number} 还没有完成"]
    assert "东区装维班" in found.missing[0].who
    html = enter(tale.owner).get(at(tale, "resolve")).content.decode()
    assert "还缺这些，补齐后才能办理" in html
    assert "东区装维班" in html


def test_closing_waits_for_the_call_back_and_says_how_many_calls_are_left(
    tale: Tale, enter: Enter
) -> None:
    until_executing(tale, "unsubstantiated")
    tale.say(tale.owner, "resolve", result="测速达标")
    tale.say(tale.cast.caller, "call_back", 48)
    assert "缺少必填项" not in enter(tale.cast.caller).get(at(tale, "try_call")).content.decode()
    tale.say(tale.cast.caller, "try_call", reached=False)
    html = enter(tale.cast.caller).get(at(tale, "close")).content.decode()
    assert "还要再拨打 2 次" in html
    assert "回访员" in html
    assert at(tale, "try_call") in html
    tale.say(tale.cast.caller, "try_call", reached=True, solved="yes")
    html = enter(tale.cast.caller).get(at(tale, "close")).content.decode()
    assert "还缺这些" not in html
    assert 'name="low_score_handling"' not in html


def test_closing_knows_the_outcome_and_the_cause_already(tale: Tale) -> None:
    until_executing(tale, "unsubstantiated")
    tale.say(tale.owner, "resolve", result="测速达标")
    known = gate(tale.owner, tale.stored, "close", timezone.now()).known
    assert known == {"outcome": "SOLVED", "root_cause": "R-LINE"}


def test_a_missing_document_is_named_with_who_brings_it(tale: Tale) -> None:
    until_executing(tale, "unsubstantiated")
    case = tale.stored
    case.record = {**case.record, "appealed": True, "written_reply": True}
    found = gate(tale.owner, case, "close", timezone.now()).missing
    told = {one.what: one.who for one in found}
    assert told["还没有出具申诉决定书"] == "申诉专员"
    assert told["还没有出具书面答复"] == f"{tale.owner.name} {tale.owner.work_no}"


def test_after_an_ending_the_next_case_of_the_queue_is_offered(tale: Tale, enter: Enter) -> None:
    until_executing(tale, "unsubstantiated")
    others = [Tale(tale.cast, SLOW) for _ in range(2)]
    mine = [one.case for one in others if one.owner == tale.owner]
    browser = enter(tale.owner)
    page = browser.post(at(tale, "resolve"), typed(tale, result="测速达标"), follow=True)
    html = page.content.decode()
    assert "下一件" in html
    numbers = Case.objects.filter(owner=tale.owner.staff_id, closed_at=None)
    first = numbers.exclude(pk=tale.case.pk).order_by("next_due_at").first()
    assert (first is None) == (not mine)
    assert first.number in html if first else "您手上没有别的在办投诉了" in html


def test_what_the_contact_lacks_is_marked_and_what_it_has_is_kept(cast: Cast, enter: Enter) -> None:
    """T02: whoever completes the record sees the category and is asked for the wish."""
    unclear = msgspec.structs.replace(SLOW, desired_outcome="")
    case = receive(cast.agent, unclear, now=timezone.now())
    html = enter(cast.agent).get(f"/console/cases/{case.number}/register/").content.decode()
    assert f'value="{case.category}" selected' in html
    wish = html.split('for="desired_outcome"')[1].split("</textarea>")[0]
    assert "可不填" not in wish
    assert "required" in wish


def test_a_proposal_in_a_substantiated_case_asks_for_the_apology(tale: Tale, enter: Enter) -> None:
    """T14, S46: the field is marked before anything is sent, and refused by name."""
    tale.until_found("substantiated", "FULL")
    page = enter(tale.owner)
    html = page.get(at(tale, "propose")).content.decode()
    assert "可不填" not in html.split('for="apology"')[1].split("</textarea>")[0]
    told = typed(tale, measures="更换分光器", done_by="9月30日")
    assert 'id="apology-error"' in page.post(at(tale, "propose"), told).content.decode()
