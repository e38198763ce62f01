"""加签、会办: a department is asked, sees the case while it is asked, and answers the owner."""

from datetime import timedelta

import pytest

from cast import Cast
from jiesu.cases.flow import steps_of
from jiesu.cases.models import Case, Entry, PromiseRow
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed, Refusal, Unfit, WrongState
from jiesu.cases.verify import verify
from jiesu.console.together.models import Notice
from tale import Tale

QUESTION = "请核对该用户九月的出账记录,说明为何多收 30 元。"


def asked(tale: Tale, way: str = "CONSULT") -> Entry:
    tale.say(tale.owner, "accept")
    due = tale.now + timedelta(days=1)
    return tale.say(
        tale.owner, "consult", way=way, unit="D-NET", question=QUESTION, due=due.isoformat()
    )


def sees(tale: Tale) -> bool:
    return Case.objects.visible_to(tale.cast.handler).filter(pk=tale.case.pk).exists()


def test_the_department_sees_the_case_while_it_is_asked_and_not_before(cast: Cast) -> None:
    tale = Tale(cast)
    assert not sees(tale)
    asked(tale)
    assert sees(tale)
    unit = tale.proceeding("order").unit
    assert unit is not None
    assert unit.code == "D-NET"
    assert Notice.objects.get(staff=cast.handler.staff_id).kind == "task"
    tale.on("order", cast.handler, "order_answer", answer="系统重复出账,已更正。")
    assert not sees(tale)


def test_the_answer_comes_back_to_the_owner(cast: Cast) -> None:
    tale = Tale(cast)
    asked(tale)
    tale.on("order", cast.handler, "order_answer", answer="系统重复出账,已更正。")
    assert tale.proceeding("order").state == "DONE"
    assert Notice.objects.filter(staff=tale.owner.staff_id, kind="answer").count() == 1
    assert verify(tale.stored) is None
    assert differences(tale.stored) == []


def test_the_question_and_the_answer_are_sealed(cast: Cast) -> None:
    tale = Tale(cast)
    entry = asked(tale)
    assert QUESTION not in str(entry.facts)
    assert entry.secret is not None
    assert QUESTION not in str(tale.proceeding("order").record)


def test_no_promise_to_the_customer_moves_by_asking_or_answering(cast: Cast) -> None:
    tale = Tale(cast)
    tale.say(tale.owner, "accept")
    binding = PromiseRow.objects.filter(case_id=tale.case.pk, binding=True)
    before = sorted(binding.values_list("clock", "due_at", "stopped_at"))
    due = (tale.now + timedelta(days=1)).isoformat()
    tale.say(tale.owner, "consult", way="CONSULT", unit="D-NET", question="查账", due=due)
    tale.on("order", cast.handler, "order_answer", answer="查过了")
    assert sorted(binding.values_list("clock", "due_at", "stopped_at")) == before


def test_a_case_does_not_close_over_an_open_question(cast: Cast) -> None:
    tale = Tale(cast)
    tale.until_found()
    due = (tale.now + timedelta(days=9)).isoformat()
    tale.say(tale.owner, "consult", way="CONSULT", unit="D-NET", question="查账", due=due)
    tale.say(tale.owner, "propose", measures="说明测速方法", done_by="9月20日")
    tale.say(tale.owner, "agree", evidence="录音 1")
    with pytest.raises(Refusal) as refused:
        tale.say(tale.owner, "resolve", result="测速达标,已说明")
    assert "工单" in refused.value.sentence
    assert tale.state == "EXECUTING"


def test_working_together_begins_with_taking_it_on(cast: Cast) -> None:
    tale = Tale(cast)
    asked(tale, "COHANDLE")
    with pytest.raises(NotAllowed):
        tale.on("order", cast.handler, "order_answer", answer="马上办")
    tale.on("order", cast.handler, "order_accept")
    tale.on("order", cast.handler, "order_answer", answer="已与用户对账")
    assert tale.proceeding("order").closed_at


def test_a_question_is_neither_assigned_nor_repaired(cast: Cast) -> None:
    """``order_fix`` would stop the clock of the fault."""
    tale = Tale(cast)
    asked(tale)
    tale.on("order", cast.handler, "order_accept")
    words = {"cause": "R-LINE", "done": "x", "before": "60M", "after": "300M"}
    with pytest.raises(WrongState):
        tale.on("order", cast.handler, "order_fix", **words)


def test_a_day_already_over_is_no_day_to_answer_by(cast: Cast) -> None:
    tale = Tale(cast)
    tale.say(tale.owner, "accept")
    words = {"way": "CONSULT", "unit": "D-NET", "question": "查账"}
    with pytest.raises(Unfit):
        tale.say(tale.owner, "consult", due=tale.now.isoformat(), **words)
    due = (tale.now + timedelta(days=2)).isoformat()
    with pytest.raises(Unfit):
        tale.say(tale.owner, "consult", due=due, **{**words, "unit": "NOBODY"})


def test_the_owner_does_not_answer_for_the_department(cast: Cast) -> None:
    tale = Tale(cast)
    asked(tale)
    with pytest.raises(NotAllowed):
        tale.on("order", tale.owner, "order_answer", answer="没问题")


def test_both_verbs_stand_in_the_tables() -> None:
    assert steps_of("consult")[0].targets == ()
    assert steps_of("order_answer")[0].targets == ("DONE",)
