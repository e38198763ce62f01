"""§21.34, §15.4, S72: an abusive caller is reviewed, never blocked from reporting a fault."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from cast import Cast, person
from jiesu.cases.models import Case
from jiesu.cases.reading import sheet
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed, Unfit, WrongState
from jiesu.oversight.labels import label_for
from tale import Tale

SIGNS = [
    {"criterion": "threats", "evidence": "录音 A1"},
    {"criterion": "fabricated", "evidence": "鉴定书 7"},
]
NOTICE: dict[str, Any] = {
    "response": "notice",
    "reason": "两项均有证据",
    "signs": SIGNS,
    "behaviour": "来电辱骂工作人员",
    "cooperation": "请通过专门联系人反映",
}


class Story(Tale):
    """A complaint whose customer was flagged."""

    def flagged(self) -> None:
        self.say(self.owner, "flag_malice", signs=SIGNS, description="两次来电辱骂")

    def decided(self, **words: Any) -> None:
        asked = self.say(self.cast.manager, "decide_malice", **{**NOTICE, **words})
        self.second(asked, self.cast.legal)


@pytest.fixture
def story(cast: Cast) -> Story:
    return Story(cast)


def test_legal_counsel_and_service_manager_decide_together(story: Story, cast: Cast) -> None:
    """§15.4: flag, review, decision of two, N60 with the right to be heard."""
    story.flagged()
    asked = story.say(cast.manager, "decide_malice", **NOTICE)
    other = person("ma", "马经理", cast.city, "R21", cast.city)
    with pytest.raises(NotAllowed, match="法务"):
        story.say(other, "approve", request=asked.seq)
    story.say(cast.legal, "approve", request=asked.seq)
    letter = story.letter("N60")
    assert "申辩" in letter.body
    assert "不影响您反映真实问题" in letter.body
    assert differences(story.stored) == []


def test_two_proven_criteria_are_needed(story: Story, cast: Cast) -> None:
    """§15.4: impressions are no criteria."""
    story.flagged()
    with pytest.raises(Unfit, match="不足2项"):
        story.say(cast.manager, "decide_malice", **{**NOTICE, "signs": SIGNS[:1]})
    signs = [{"criterion": "rude", "evidence": "x"}]
    with pytest.raises(Unfit):
        story.say(story.owner, "flag_malice", signs=signs, description="态度差")


def test_the_answer_is_graded(story: Story, cast: Cast) -> None:
    """§15.4: a notice comes first."""
    story.flagged()
    with pytest.raises(Unfit, match="逐级"):
        story.say(cast.manager, "decide_malice", **{**NOTICE, "response": "single_contact"})
    story.decided()
    story.flagged()
    story.decided(response="single_contact")
    assert story.stored.record["malice"]["response"] == "single_contact"


def test_the_label_is_seen_by_those_who_decide_and_ends_after_six_months(
    story: Story, cast: Cast
) -> None:
    story.flagged()
    story.decided()
    case = story.stored
    assert label_for(cast.manager, case, story.now) is not None
    assert label_for(cast.legal, case, story.now) is not None
    for stranger in (story.owner, cast.agent, cast.inspector, story.customer):
        assert label_for(stranger, case, story.now) is None
    end = datetime(2027, 3, 18, 16, 0, tzinfo=UTC)
    assert label_for(cast.manager, case, end - timedelta(seconds=1)) is not None
    assert label_for(cast.manager, case, end) is None


def test_nobody_else_reads_of_the_suspicion(story: Story, cast: Cast) -> None:
    """§15.4: visible only to legal counsel and the manager, in the API as on the page."""
    story.flagged()
    story.decided()
    include = ("ledger", "messages")
    seen = sheet(cast.manager, story.case.number, include)
    assert seen is not None
    assert b"decide_malice" in msgspec.json.encode(seen)
    for actor in (story.owner, cast.agent, story.customer):
        hidden = sheet(actor, story.case.number, include)
        assert hidden is not None
        assert b"malice" not in msgspec.json.encode([hidden.ledger, hidden.record])
        assert (b"N60" in msgspec.json.encode(hidden.messages)) == (actor == story.customer)


def test_a_labelled_customer_reports_a_fault_like_anybody(story: Story, cast: Cast) -> None:
    """S72: never blocks intake, never lowers the priority; the case goes on as well."""
    before = story.stored.priority
    story.flagged()
    story.decided()
    assert story.stored.priority == before
    story.say(story.owner, "accept")
    fault = Tale(cast, now=story.now)
    assert fault.state == "REGISTERED"
    assert fault.letters() == ["N01"]
    assert fault.stored.priority <= before
    assert label_for(cast.manager, fault.stored, story.now) is not None


def test_the_customer_may_appeal_and_the_label_is_taken_off(story: Story, cast: Cast) -> None:
    """§15.4 appealable."""
    story.flagged()
    story.decided()
    story.until_closed()
    story.say(story.customer, "appeal", grounds=["malice_label"], statement="录音不是我")
    fresh = person("tao", "陶核查", cast.other_city, "R11", cast.other_city)
    story.on("appeal", cast.appeal_officer, "register_appeal")
    story.on("appeal", cast.appeal_officer, "reinvestigate", investigator_id=fresh.staff_id)
    story.on("appeal", fresh, "reinvestigate", report="声纹不符")
    asked = story.say(
        cast.appeal_officer,
        "decide_appeal",
        decision="OVERTURNED",
        grounds=[{"ground": "malice_label", "accepted": True, "reason": "声纹不符"}],
        measures="撤销标记",
        due="今日",
    )
    second = person("bai", "白申诉", cast.other_city, "R16", Case.objects.get().organisation)
    story.second(asked, second)
    assert story.stored.record["malice"] is None


def test_what_is_dismissed_or_not_flagged_leaves_no_trace_on_the_customer(
    story: Story, cast: Cast
) -> None:
    with pytest.raises(WrongState, match="没有待审查"):
        story.say(cast.manager, "decide_malice", **NOTICE)
    story.flagged()
    with pytest.raises(WrongState, match="已在审查"):
        story.flagged()
    story.decided(response="dismissed")
    assert story.stored.record["malice"] is None
    assert "N60" not in story.letters()
