"""§21.20, §21.21, S135-S147, §11.9: transfers from 12345 and 12315, answered in time."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cast import Cast
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Entry, Message, Proceeding, PromiseRow
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed, Unfit, WrongState
from jiesu.cases.verify import verify
from tale import NOW, SLOW, Tale

DUE = datetime(2026, 9, 24, 10, 0, tzinfo=UTC)
TRANSFER: dict[str, Any] = {
    "source": "g12345",
    "external_no": "JN20260918001",
    "printed_due": DUE.isoformat(),
    "text": "市民反映宽带网速慢",
}
REPLY = {
    "contacts": "9月18日18:10专员致电孙女士13800005678",
    "facts": "楼道分光器老化,测速达百分之六十二",
    "measures": "9月19日更换分光器",
    "opinion": "用户表示认可",
    "basis": "电信条例第三十二条",
    "result": "已解决",
    "next_steps": "三十日内跟踪测速",
}


class Story(Tale):
    """A complaint that 12345 knows of as well."""

    def attached(self, **words: Any) -> Entry:
        return self.say(self.cast.liaison, "attach_external", **{**TRANSFER, **words})

    def replied(self) -> None:
        self.on("external", self.owner, "draft_reply", **REPLY)
        self.on("external", self.cast.manager, "approve_reply")
        self.on("external", self.cast.liaison, "reply_external", receipt="回执 1")

    @property
    def transfer(self) -> Proceeding:
        return self.proceeding("external")

    def clock(self) -> PromiseRow:
        return PromiseRow.objects.get(case_id=self.case.pk, clock="EXTERNAL", pack="12345-GENERIC")


@pytest.fixture
def story(cast: Cast) -> Story:
    return Story(cast)


def test_a_transfer_brings_its_printed_date_its_packs_and_a_second_owner(story: Story) -> None:
    """T28: EXTERNAL clock, liaison joint owner, priority at least P2, L3 called."""
    before = {code for code, _ in story.case.packs}
    story.attached()
    case = story.stored
    assert story.clock().due_at == DUE
    assert before < {code for code, _ in case.packs}
    assert case.priority == "P2"
    assert case.record["escalated"] == "L3"
    assert story.verbs()[-3:] == ["attach_external", "escalate", "prioritise"]
    assert case.parts.get(part="liaison").staff_id == story.cast.liaison.staff_id
    assert (story.transfer.number, story.transfer.state) == ("g12345-JN20260918001", "RECEIVED")
    weighed = Entry.objects.get(case=case, verb="prioritise")
    assert weighed.facts["because"]
    assert differences(case) == []


def test_the_same_transfer_is_taken_in_once(story: Story) -> None:
    """T28 dedupe: whether attached or received again."""
    story.attached()
    with pytest.raises(WrongState, match=story.case.number):
        story.attached()
    again = Intake(
        channel="g12345",
        description="市民反映宽带网速慢,请尽快办理",
        phone="13900001111",
        region="440100",
        external_source="g12345",
        external_no="JN20260918001",
    )
    with pytest.raises(Unfit, match=story.case.number):
        receive(story.cast.intake, again, now=story.now)
    assert Case.objects.count() == 1


def test_a_transfer_may_be_the_first_we_hear_of_it(cast: Cast) -> None:
    """T01 with T28: complaint and external case begin together; §15.5 skip."""
    intake = Intake(
        channel="g12345",
        description="市民反映家里宽带网速慢,已经一周",
        desired_outcome="修好",
        phone="13800005678",
        region="440100",
        external_source="g12345",
        external_no="JN〔2026〕18号",
        printed_due=DUE,
    )
    tale = Story(cast, intake)
    assert tale.transfer.record["origin"] == "CREATED"
    assert tale.transfer.number.startswith("g12345-")
    assert tale.clock().due_at == DUE
    assert tale.stored.priority <= "P2"
    tale.on("external", cast.liaison, "check_external")
    assert tale.transfer.record["leapfrog"] == "skip"
    assert tale.transfer.state == "HANDLING"
    assert verify(tale.stored) is None
    assert differences(tale.stored) == []


def test_who_asks_12345_within_our_limits_is_impatient(story: Story) -> None:
    """§15.5: only reported."""
    story.attached()
    assert story.transfer.record["leapfrog"] == "impatient"


def test_who_asks_12345_after_our_limits_is_justified(cast: Cast) -> None:
    """§15.5."""
    late = Story(cast, SLOW, NOW - timedelta(days=20))
    late.now = NOW
    late.attached()
    assert late.transfer.record["leapfrog"] == "justified"


def test_the_reply_has_every_part_and_is_approved_by_another(story: Story) -> None:
    """§11.9: mandatory parts, a second person, X02, minimum data."""
    story.attached()
    story.on("external", story.cast.liaison, "check_external")
    with pytest.raises(Unfit):
        story.on("external", story.owner, "draft_reply", **{**REPLY, "opinion": ""})
    story.on("external", story.owner, "draft_reply", **REPLY)
    with pytest.raises(NotAllowed):
        story.on("external", story.owner, "approve_reply")
    with pytest.raises(WrongState):
        story.on("external", story.cast.liaison, "reply_external")
    story.on("external", story.cast.manager, "approve_reply")
    story.on("external", story.cast.liaison, "reply_external")
    letter = Message.objects.get(case_id=story.case.pk, template="X02")
    assert letter.reader == "authority"
    assert "JN20260918001" in letter.body
    assert "13800005678" not in letter.body
    assert "孙女士" not in letter.body
    assert "X02" in story.stored.record["documents"]
    assert story.clock().stopped_at == story.now
    assert differences(story.stored) == []


def test_a_drafter_with_two_hats_does_not_approve_the_draft(story: Story) -> None:
    story.attached()
    story.on("external", story.cast.liaison, "check_external")
    story.on("external", story.owner, "draft_reply", **REPLY)
    transfer = story.transfer
    transfer.record["drafted_by"] = story.cast.manager.staff_id
    transfer.save()
    with pytest.raises(NotAllowed, match="起草人"):
        story.on("external", story.cast.manager, "approve_reply")


def test_returned_once_then_accepted(story: Story) -> None:
    """§21.20: the deadline runs on after the return; the accepted reply counts."""
    story.attached()
    story.on("external", story.cast.liaison, "check_external")
    story.replied()
    story.on("external", story.cast.liaison, "external_returned", reason="缺用户签字")
    assert story.transfer.state == "RETURNED"
    assert story.clock().stopped_at is None
    assert story.clock().due_at == DUE
    story.replied()
    story.on("external", story.cast.liaison, "external_accepted")
    assert story.transfer.state == "ACCEPTED_BY_BODY"
    told = {"contacted": True, "solved": "yes", "satisfied": "yes"}
    story.on("external", story.cast.liaison, "external_scored", **told)
    assert (story.transfer.state, story.transfer.closed_at) == ("CLOSED", story.now)
    assert differences(story.stored) == []


def test_a_returned_reply_takes_an_answered_complaint_up_again(cast: Cast) -> None:
    """§11.9 退回重办, T22."""
    tale = Story(cast)
    tale.attached()
    tale.on("external", cast.liaison, "check_external")
    tale.replied()
    tale.until_found()
    tale.say(tale.owner, "propose", measures="说明测速方法", done_by="9月20日")
    tale.say(tale.owner, "agree", evidence="录音 1")
    tale.say(tale.owner, "resolve", result="测速达标,已说明")
    tale.on("external", cast.liaison, "external_returned", reason="用户不认可")
    assert (tale.state, tale.stored.cycle) == ("REOPENED", 2)


def test_an_objection_is_raised_once_and_may_be_accepted_or_not(story: Story) -> None:
    """§11.9 派单异议."""
    story.attached()
    words = {"reason": "wrong_unit", "explanation": "该小区由另一家企业提供宽带"}
    story.on("external", story.cast.liaison, "object_external", **words)
    assert story.clock().stopped_at is None
    story.on("external", story.cast.liaison, "external_returned", reason="请贵司办理")
    assert story.transfer.state == "HANDLING"
    with pytest.raises(WrongState, match="一次异议"):
        story.on("external", story.cast.liaison, "object_external", **words)


def test_12315_conciliation_gives_way_to_mediation(cast: Cast) -> None:
    """§21.21: ODR ten working days; once accepted, sixty days by the rules of 2026-04-15."""
    tale = Tale(cast)
    tale.say(
        cast.liaison,
        "attach_external",
        0,
        source="g12315",
        external_no="ODR-77",
        procedure="ODR",
    )
    odr = PromiseRow.objects.get(case_id=tale.case.pk, clock="ODR_12315")
    assert (odr.pack, odr.due_at) == ("12315-2026", datetime(2026, 10, 9, 16, 0, tzinfo=UTC))
    tale.on("external", cast.liaison, "check_external", authority_accepted_at=NOW.isoformat())
    mediation = PromiseRow.objects.get(case_id=tale.case.pk, clock="MEDIATION")
    assert mediation.due_at == datetime(2026, 11, 17, 16, 0, tzinfo=UTC)
