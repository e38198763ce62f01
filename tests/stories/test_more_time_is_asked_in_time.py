"""§21.25, S61-S63, T30: an investigation is extended before its end, told and filed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cast import Cast
from jiesu.cases.models import Message, PromiseRow
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed, WrongState
from tale import Tale

END = datetime(2026, 10, 15, 16, 0, tzinfo=UTC)
"""24:00 of the fifteenth working day after 18 September 2026."""
LATER = datetime(2026, 10, 28, 16, 0, tzinfo=UTC)
WORDS: dict[str, Any] = {
    "clock": "INVEST",
    "new_due_at": LATER.isoformat(),
    "special_reason": "管道施工需审批",
    "done": "现场勘察",
    "plan": "获批后三日内施工",
}
FILING = {"clock": "INVEST", "authority": "示例省通信管理局", "receipt": "报备 2026-88"}


class Story(Tale):
    """Investigated since 18 September; the fifteen working days end on 15 October."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.say(self.owner, "accept")
        self.say(self.owner, "investigate", investigator_id=self.cast.investigator.staff_id)

    def until(self, moment: datetime) -> None:
        self.now = moment

    def extended(self, **words: str) -> None:
        asked = self.say(self.owner, "extend", **{**WORDS, **words})
        self.second(asked, self.cast.approver)

    def due(self) -> datetime:
        row = PromiseRow.objects.get(case_id=self.case.pk, clock="INVEST", pack="SEED-D")
        return row.due_at


@pytest.fixture
def story(cast: Cast) -> Story:
    return Story(cast)


def test_it_counts_when_told_and_filed_before_the_end(story: Story) -> None:
    """S62, S63: R15 agrees, N25 tells the customer, X01 goes to the authority, then it moves."""
    story.until(END - timedelta(days=2))
    story.extended()
    told = Message.objects.get(case_id=story.case.pk, template="N25")
    assert "管道施工需审批" in told.body
    assert story.due() == END
    story.say(story.cast.liaison, "file_extension", **FILING)
    assert story.due() == LATER
    report = Message.objects.get(case_id=story.case.pk, template="X01")
    assert report.reader == "authority"
    assert "孙女士" not in report.body
    assert differences(story.stored) == []


def test_the_authority_reads_no_more_about_the_customer_than_it_needs(story: Story) -> None:
    """§18: whoever wrote the reason wrote it for the customer."""
    story.until(END - timedelta(days=2))
    story.extended(special_reason="孙女士 13800005678 家的管道须审批")
    story.say(story.cast.liaison, "file_extension", **FILING)
    assert "孙** 138****5678 家的管道须审批" in story.letter("X01").body


def test_it_needs_a_second_person(story: Story) -> None:
    """T30: R07 asks, R15 agrees, never the one who asked."""
    asked = story.say(story.owner, "extend", **WORDS)
    with pytest.raises(NotAllowed):
        story.say(story.owner, "approve", request=asked.seq)
    story.say(story.cast.approver, "decline", request=asked.seq, reason="资料不全")
    assert story.due() == END


def test_a_late_extension_is_refused_at_once(story: Story) -> None:
    """S62: after the end there is nothing to extend."""
    story.until(END)
    with pytest.raises(WrongState, match="届满"):
        story.say(story.owner, "extend", **WORDS)
    assert "request" not in story.verbs()


def test_a_late_filing_does_not_count(story: Story) -> None:
    """S63: approved in time, filed too late."""
    story.until(END - timedelta(hours=8))
    story.extended()
    story.until(END)
    with pytest.raises(WrongState, match="届满后的报备"):
        story.say(story.cast.liaison, "file_extension", **FILING)
    assert story.due() == END


def test_nothing_is_filed_that_was_not_approved(story: Story) -> None:
    with pytest.raises(WrongState, match="没有待报备"):
        story.say(story.cast.liaison, "file_extension", **FILING)


def test_the_law_does_not_move(story: Story) -> None:
    """§6.2: the fifteen days of the law cannot be extended by anybody."""
    with pytest.raises(WrongState, match="不得延期"):
        story.say(story.owner, "extend", **{**WORDS, "clock": "ANSWER"})


def test_it_is_extended_once_and_not_too_far(story: Story) -> None:
    """C10: once, fifteen working days at most."""
    far = (END + timedelta(days=60)).isoformat()
    with pytest.raises(WrongState, match="15"):
        story.say(story.owner, "extend", **{**WORDS, "new_due_at": far})
    story.extended()
    story.say(story.cast.liaison, "file_extension", **FILING)
    more = {**WORDS, "new_due_at": (LATER + timedelta(days=5)).isoformat()}
    with pytest.raises(WrongState, match="最多延期"):
        story.say(story.owner, "extend", **more)


def test_what_waits_to_be_filed_is_not_extended_once_more(story: Story) -> None:
    """C10: once; two dates would be told to the customer, and both filed with the authority."""
    first = story.say(story.owner, "extend", **WORDS)
    further = {**WORDS, "new_due_at": (LATER + timedelta(days=1)).isoformat()}
    second = story.say(story.owner, "extend", **further)
    story.second(first, story.cast.approver)
    with pytest.raises(WrongState, match="待报备"):
        story.second(second, story.cast.approver)
    with pytest.raises(WrongState, match="待报备"):
        story.say(story.owner, "extend", **further)
    assert story.letters().count("N25") == 1
    story.say(story.cast.liaison, "file_extension", **FILING)
    assert story.due() == LATER
