"""§21.4, §21.23: investigated, found true, put right, apologised for, called back, closed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cast import Cast
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Entry, Message
from jiesu.cases.moves import make_move
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed, Unfit, WrongState
from jiesu.cases.verify import verify
from jiesu.people.actor import Actor

NOW = datetime(2026, 9, 18, 9, 30, tzinfo=UTC)
SLOW = Intake(
    channel="web",
    description="家里宽带网速很慢,签约三百兆,有线测速只有六十兆,已经一周了。",
    desired_outcome="修好网速,退这一周的费用",
    name="孙女士",
    phone="13800005678",
    account="075500012301",
    region="440100",
)
FINDING: dict[str, Any] = {
    "answers": [{"claim": "网速不达标", "verdict": "substantiated"}],
    "cause": "R-LINE",
    "liability": "FULL",
    "explanation": "楼道分光器老化,有线测速平均只有签约速率的百分之六十二",
    "evidence": ["测速记录三次"],
}
PROPOSAL: dict[str, Any] = {
    "measures": "更换分光器并复测",
    "done_by": "9月22日",
    "apology": "给您造成不便,我们诚恳道歉",
    "remedies": [{"code": "CP8", "amount_fen": 3000, "basis": "服务补偿"}],
}
RESOLUTION: dict[str, Any] = {
    "result": "已更换分光器,复测达签约速率的百分之九十七",
    "payment": "9月22日退至宽带账户",
    "apology_facts": "9月11日至18日网速不达标",
    "apology_impact": "影响您一周的使用",
    "apology_prevention": "全楼分光器已排查更换",
}
CLOSING: dict[str, Any] = {
    "outcome": "SOLVED_COMPENSATED",
    "root_cause": "R-LINE",
    "solution": "X-VISIT",
}


class Story:
    """A case and a clock that moves on by an hour with every act."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.now = NOW
        self.case = receive(cast.agent, SLOW, now=NOW)
        mine = self.case.owner_id == cast.owner.staff_id
        self.owner = cast.owner if mine else cast.second_owner

    def say(self, actor: Actor, verb: str, hours: int = 1, **words: Any) -> Entry:
        self.now += timedelta(hours=hours)
        return make_move(actor, self.case.number, verb, words, now=self.now)

    @property
    def state(self) -> str:
        return Case.objects.get(pk=self.case.pk).state

    def letters(self) -> list[str]:
        rows = Message.objects.filter(case_id=self.case.pk).order_by("seq", "id")
        return [row.template for row in rows]


@pytest.fixture
def story(cast: Cast) -> Story:
    return Story(cast)


def until_proposed(story: Story) -> None:
    story.say(story.owner, "accept")
    story.say(story.owner, "investigate", investigator_id=story.cast.investigator.staff_id)
    story.say(story.cast.investigator, "find", **FINDING)
    story.say(story.owner, "propose", **PROPOSAL)


def until_called_back(story: Story) -> None:
    until_proposed(story)
    story.say(story.owner, "agree", evidence="录音 20260918-7")
    story.say(story.owner, "resolve", **RESOLUTION)
    story.say(story.cast.caller, "call_back", hours=48)


def test_from_the_first_word_to_the_closing(story: Story) -> None:
    """§21.4, S10-S13, S28, S45-S47, S65: the whole way, with every letter in its place."""
    until_called_back(story)
    story.say(story.cast.caller, "try_call", reached=True, solved="yes")
    story.say(story.cast.caller, "score", score=9)
    story.say(story.cast.caller, "close", **CLOSING)
    assert story.state == "CLOSED"
    assert story.letters() == ["N01", "N03", "N22", "N23", "N24", "N30", "N31", "N44"]
    case = Case.objects.get(pk=story.case.pk)
    assert verify(case) is None
    assert differences(case) == []
    assert case.next_due_at is None or case.next_due_clock == "REMEDY_PAY"


def test_every_final_reply_tells_the_outside_remedies(story: Story) -> None:
    """S75: no final reply without N34."""
    until_called_back(story)
    for message in Message.objects.filter(case_id=story.case.pk, template__in=["N24", "N30"]):
        assert "12315" in message.body
        assert "通信管理局" in message.body


def test_a_substantiated_case_needs_an_apology_in_the_proposal(story: Story) -> None:
    """T14: substantiated brings an apology."""
    story.say(story.owner, "accept")
    story.say(story.owner, "investigate", investigator_id=story.cast.investigator.staff_id)
    story.say(story.cast.investigator, "find", **FINDING)
    with pytest.raises(Unfit, match="致歉"):
        story.say(story.owner, "propose", **{**PROPOSAL, "apology": ""})
    assert story.state == "FOUND"


def test_money_above_ones_limit_waits_for_a_second_person(story: Story) -> None:
    """§16: the owner may give 50 yuan alone; 60 need an approver, and not himself."""
    story.say(story.owner, "accept")
    story.say(story.owner, "investigate", investigator_id=story.cast.investigator.staff_id)
    story.say(story.cast.investigator, "find", **FINDING)
    dear: dict[str, Any] = {
        **PROPOSAL,
        "remedies": [{"code": "CP8", "amount_fen": 6000, "basis": "服务补偿"}],
    }
    asked = story.say(story.owner, "propose", **dear)
    assert (asked.verb, story.state) == ("request", "FOUND")
    with pytest.raises(NotAllowed):
        story.say(story.owner, "approve", request=asked.seq)
    story.say(story.cast.manager, "approve", request=asked.seq)
    assert story.state == "PROPOSED"


def test_a_case_does_not_close_before_the_customer_was_heard(story: Story) -> None:
    """T21: three failed tries on two days, or an answer."""
    until_called_back(story)
    story.say(story.cast.caller, "try_call", reached=False)
    story.say(story.cast.caller, "try_call", reached=False)
    with pytest.raises(WrongState, match="三次"):
        story.say(story.cast.caller, "close", **CLOSING)
    story.say(story.cast.caller, "try_call", hours=24, reached=False)
    story.say(story.cast.caller, "close", **{**CLOSING, "outcome": "UNREACHABLE"})
    assert story.state == "CLOSED"


def test_who_handled_the_case_does_not_call_back(story: Story) -> None:
    """§17: handler ≠ callback."""
    until_proposed(story)
    story.say(story.owner, "agree", evidence="录音")
    story.say(story.owner, "resolve", **RESOLUTION)
    with pytest.raises(NotAllowed):
        story.say(story.owner, "call_back")


def test_a_coached_score_is_kept_but_does_not_count(story: Story) -> None:
    """§21.15, §7: asked for ten points."""
    until_called_back(story)
    entry = story.say(story.cast.caller, "score", score=10, asked_for_score=True)
    assert entry.facts["valid"] is False
    assert entry.facts["opens"] == "SURVEY_COACHING"


def test_disagreement_ends_in_a_written_statement(story: Story) -> None:
    """§21.24, S53, S66, S67: two talks, then a deadlock letter with the remedies."""
    until_proposed(story)
    story.say(story.owner, "object", opinion="补偿太少")
    story.say(story.owner, "contact", channel="call", direction="out", reached=True, summary="协商")
    words: dict[str, Any] = {
        "differences": "补偿金额",
        "basis": "服务协议",
        "work_done": "两次协商",
    }
    asked = story.say(story.owner, "deadlock", **words)
    assert asked.verb == "request"
    story.say(story.cast.manager, "approve", request=asked.seq)
    assert story.state == "RESOLVED"
    assert {"N33", "N30"} <= set(story.letters())


def test_a_case_taken_up_again_keeps_its_history(story: Story) -> None:
    """T22, T23, S169: reopened, one step more urgent, nothing to be told twice."""
    until_called_back(story)
    story.say(story.owner, "reopen", reason="网速又慢了")
    before = Case.objects.get(pk=story.case.pk).priority
    story.say(story.owner, "rehandle", to="INVESTIGATING")
    case = Case.objects.get(pk=story.case.pk)
    assert (case.cycle, case.state) == (2, "INVESTIGATING")
    assert case.priority < before or case.priority == "P1"
    assert "N35" in story.letters()
    assert differences(case) == []
