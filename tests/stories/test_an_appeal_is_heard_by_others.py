"""§21.27, S50-S53, §11.7: an appeal is heard by another unit, ground by ground, in writing."""

from datetime import timedelta
from typing import Any

import pytest

from cast import BEGAN, Cast, person
from console.conftest import ids_of
from jiesu.cases.models import Case, Entry, Message, Part, Proceeding, PromiseRow
from jiesu.cases.permit import verbs_now
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed, Unfit, UnknownCase, WrongState
from jiesu.cases.tally import own_counts
from jiesu.cases.verify import verify
from jiesu.console.finding.conditions import Conditions
from jiesu.oversight.hearing import able_to_look_anew
from jiesu.people.actor import Actor
from jiesu.people.models import Grant
from jiesu.portal.offers import offers
from jiesu.portal.states import state_shown
from jiesu.rules.workdays.shanghai import day_of
from tale import Tale

APPEAL: dict[str, Any] = {
    "grounds": ["inadequate_remedy", "attitude"],
    "statement": "只退三天的费用,电话里态度也不好",
}
UPHELD: dict[str, Any] = {
    "decision": "UPHELD",
    "grounds": [
        {"ground": "inadequate_remedy", "accepted": False, "reason": "已按实际故障天数计算"},
        {"ground": "attitude", "accepted": False, "reason": "录音未见不当言语"},
    ],
}
OVERTURNED: dict[str, Any] = {
    "decision": "OVERTURNED",
    "grounds": [
        {"ground": "inadequate_remedy", "accepted": True, "reason": "原方案漏算两日"},
        {"ground": "attitude", "accepted": False, "reason": "录音未见不当言语"},
    ],
    "measures": "补足两日费用",
    "due": "10月20日",
}


class Story(Tale):
    """A complaint closed on 21 September; the customer is not content."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.fresh = person("tao", "陶核查", cast.other_city, "R11", cast.other_city)
        self.until_closed()

    def hear(self, actor: Actor, verb: str, **words: Any) -> Entry:
        return self.on("appeal", actor, verb, **words)

    @property
    def appeal(self) -> Proceeding:
        return self.proceeding("appeal")

    def reinvestigated(self) -> None:
        self.say(self.customer, "appeal", 30, **APPEAL)
        self.hear(self.cast.appeal_officer, "register_appeal")
        fresh = self.fresh.staff_id
        self.hear(self.cast.appeal_officer, "reinvestigate", investigator_id=fresh)
        self.hear(self.fresh, "reinvestigate", report="核对账单,漏算两日", evidence=["账单9月"])

    def decided(self, words: dict[str, Any]) -> None:
        asked = self.say(self.cast.appeal_officer, "decide_appeal", **words)
        self.second(asked, self.cast.legal)


@pytest.fixture
def story(cast: Cast) -> Story:
    return Story(cast)


def test_an_appeal_starts_its_clocks_and_names_the_other_unit(story: Story) -> None:
    """T24: N36 with the unit and the day; the statutory fifteen days run."""
    story.say(story.customer, "appeal", **APPEAL)
    assert story.state == "APPEALED"
    told = Message.objects.get(case_id=story.case.pk, template="N36")
    rows = PromiseRow.objects.filter(case_id=story.case.pk, clock="APPEAL")
    assert {row.pack for row in rows} == {"CN-NATIONAL", "INTERNAL-TARGETS"}
    assert "申诉处理中心" in told.body
    assert "10月6日" in told.body
    assert story.appeal.number.startswith("SS440100")
    assert story.appeal.unit is not None
    assert story.appeal.unit.code == "D-APP"


def test_a_different_officer_overturns_and_the_case_begins_anew(story: Story) -> None:
    """§21.27: decided with reasons by others, then handled in a new cycle."""
    story.reinvestigated()
    story.decided(OVERTURNED)
    case = Case.objects.get(pk=story.case.pk)
    assert (case.state, case.cycle, story.appeal.state) == ("REOPENED", 2, "DECIDED")
    letter = Message.objects.get(case_id=case.pk, template="N37")
    assert "原方案漏算两日" in letter.body
    assert "改变原处理" in letter.body
    assert "蒋申诉" in letter.body
    assert "N38" not in story.letters()
    rows = PromiseRow.objects.filter(case_id=case.pk, clock="APPEAL")
    assert all(row.stopped_at is not None for row in rows)
    assert verify(case) is None
    assert differences(case) == []


def test_an_upheld_decision_shows_the_way_outside(story: Story) -> None:
    """S53: N38 beside N37; the complaint is closed again."""
    story.reinvestigated()
    story.decided(UPHELD)
    assert story.state == "CLOSED"
    assert story.letters()[-2:] == ["N37", "N38"]
    story.hear(story.cast.appeal_officer, "close_appeal")
    assert story.appeal.state == "CLOSED"
    assert story.appeal.closed_at == story.now


def test_every_ground_gets_its_own_decision(story: Story) -> None:
    """S52."""
    story.reinvestigated()
    with pytest.raises(Unfit, match="每项理由"):
        story.say(
            story.cast.appeal_officer,
            "decide_appeal",
            **{**OVERTURNED, "grounds": OVERTURNED["grounds"][:1]},
        )
    with pytest.raises(Unfit, match="不一致"):
        story.say(
            story.cast.appeal_officer, "decide_appeal", **{**OVERTURNED, "decision": "UPHELD"}
        )
    assert story.state == "APPEALED"


def test_nothing_is_decided_before_it_was_looked_into_anew(story: Story) -> None:
    """§11.7."""
    story.say(story.customer, "appeal", **APPEAL)
    story.hear(story.cast.appeal_officer, "register_appeal")
    with pytest.raises(WrongState, match="重新核查"):
        story.say(story.cast.appeal_officer, "decide_appeal", **OVERTURNED)


def test_who_handled_the_case_has_no_hand_in_the_appeal(story: Story) -> None:
    """§17: original handlers ≠ appeal, as officer, investigator or second person."""
    owner = story.owner.staff_id
    assert owner is not None
    Grant.objects.create(staff_id=owner, role="R16", organisation=story.cast.city, granted_at=BEGAN)
    story.say(story.customer, "appeal", **APPEAL)
    with pytest.raises(NotAllowed):
        story.hear(story.owner, "register_appeal")
    story.hear(story.cast.appeal_officer, "register_appeal")
    with pytest.raises(NotAllowed, match="调查人不合适"):
        story.hear(
            story.cast.appeal_officer,
            "reinvestigate",
            investigator_id=story.cast.investigator.staff_id,
        )


def test_only_those_are_offered_who_would_be_taken(story: Story) -> None:
    """§17: nobody who handled the case, nobody whose trade it is not; each offer is accepted."""
    cast = story.cast
    story.say(story.customer, "appeal", **APPEAL)
    story.hear(cast.appeal_officer, "register_appeal")
    other = person("hou", "侯调查", cast.city, "R11", cast.city)
    offered = able_to_look_anew(cast.appeal_officer, story.stored)
    assert {one.pk for one in offered} == {
        story.fresh.staff_id, other.staff_id, cast.appeal_officer.staff_id
    }  # fmt: skip
    inspector = cast.inspector.staff_id
    with pytest.raises(Unfit, match="不是调查员"):
        story.hear(cast.appeal_officer, "reinvestigate", investigator_id=inspector)
    for one in offered:
        story.hear(cast.appeal_officer, "reinvestigate", investigator_id=one.pk)


def test_officer_and_investigator_find_the_appeal_among_their_own(story: Story) -> None:
    """§17 O: the queue they begin with is not empty while they have work."""
    story.say(story.customer, "appeal", 30, **APPEAL)
    story.hear(story.cast.appeal_officer, "register_appeal")
    fresh = story.fresh.staff_id
    story.hear(story.cast.appeal_officer, "reinvestigate", investigator_id=fresh)
    for person_of_it in (story.cast.appeal_officer, story.fresh):
        assert ids_of(person_of_it, Conditions(whose="mine"), story.now) == [story.case.pk]
        assert own_counts(person_of_it).open == 1


def test_somebody_else_takes_the_inquiry_over_and_the_decision_waits(story: Story) -> None:
    """§11.7: what was ordered anew has to be reported before anything is decided."""
    story.reinvestigated()
    officer = story.cast.appeal_officer
    story.hear(officer, "reinvestigate", investigator_id=officer.staff_id)
    held = Part.objects.filter(case_id=story.case.pk, part="appeal_investigator", until=None)
    assert [part.staff_id for part in held] == [officer.staff_id]
    with pytest.raises(WrongState, match="重新核查"):
        story.say(officer, "decide_appeal", **OVERTURNED)
    story.hear(officer, "reinvestigate", report="复核账单,漏算两日", evidence=["账单9月"])
    story.decided(OVERTURNED)
    assert story.state == "REOPENED"


def test_an_officer_of_the_owners_own_unit_does_not_hear_it(story: Story) -> None:
    """T24: the appeal unit is another one."""
    service = Case.objects.get(pk=story.case.pk).owner
    assert service is not None
    near = person("mei", "梅同组", service.organisation, "R16", story.cast.city)
    story.say(story.customer, "appeal", **APPEAL)
    with pytest.raises(NotAllowed, match="同属一个部门"):
        story.hear(near, "register_appeal")


def test_the_appeal_officer_reads_the_old_file_and_adds_but_changes_nothing(story: Story) -> None:
    """§11.7: old material is read-only: none of the old handling can be said again."""
    story.reinvestigated()
    before = list(Entry.objects.filter(case_id=story.case.pk).values_list("seq", "hash"))
    for verb in ("find", "propose", "resolve", "agree", "close"):
        with pytest.raises((NotAllowed, WrongState)):
            story.say(story.cast.appeal_officer, verb)
    story.decided(OVERTURNED)
    after = list(Entry.objects.filter(case_id=story.case.pk).values_list("seq", "hash"))
    assert after[: len(before)] == before


def test_one_appeal_at_a_time(story: Story) -> None:
    """T24: open appeal none."""
    story.say(story.customer, "appeal", **APPEAL)
    with pytest.raises(WrongState):
        story.say(story.customer, "appeal", **APPEAL)


def test_late_is_too_late_unless_there_are_new_facts(story: Story) -> None:
    """S50."""
    with pytest.raises(WrongState, match="30 日"):
        story.say(story.customer, "appeal", 24 * 31, **APPEAL)
    story.say(story.customer, "appeal", **{**APPEAL, "grounds": ["new_facts"]})
    assert story.state == "APPEALED"


def test_the_same_facts_are_decided_once(story: Story) -> None:
    """NA4: decided on appeal; new facts open it again, the outside ways stay open."""
    story.reinvestigated()
    story.decided(UPHELD)
    story.hear(story.cast.appeal_officer, "close_appeal")
    with pytest.raises(WrongState, match="同一事项"):
        story.say(story.customer, "appeal", **APPEAL)


def test_the_appeal_officer_takes_an_appeal_by_letter(story: Story) -> None:
    """T24: R16 may register what the customer writes, though the case was not theirs."""
    story.say(story.cast.appeal_officer, "appeal", **APPEAL)
    part = Part.objects.get(case_id=story.case.pk, part="appeal_officer")
    assert part.staff_id == story.cast.appeal_officer.staff_id
    stranger = person("gu", "顾外省", story.cast.other_city, "R16", story.cast.other_city)
    with pytest.raises(UnknownCase):
        story.say(stranger, "appeal", **APPEAL)


def test_an_appeal_ends_when_its_measures_are_done(story: Story) -> None:
    """§11.7 IMPLEMENTING: proof first, and not while the complaint is handled anew."""
    story.reinvestigated()
    story.decided({**OVERTURNED, "decision": "PARTLY"})
    assert story.state == "CLOSED"
    with pytest.raises(WrongState, match="执行记录"):
        story.hear(story.cast.appeal_officer, "close_appeal")
    story.hear(story.owner, "implement_appeal", done="已补两日费用", evidence=["流水 7"])
    story.hear(story.cast.appeal_officer, "close_appeal")
    case = Case.objects.get(pk=story.case.pk)
    assert story.appeal.state == "CLOSED"
    assert differences(case) == []


def test_the_customer_sees_that_the_decision_is_being_carried_out(story: Story) -> None:
    """§11.7: what was granted is not said to be over, and nobody is asked to appeal once more."""
    story.reinvestigated()
    story.decided({**OVERTURNED, "decision": "PARTLY"})
    assert shown_to_customer(story) == ("正在落实申诉决定", False)
    story.hear(story.owner, "implement_appeal", done="已补两日费用", evidence=["流水 7"])
    assert shown_to_customer(story) == ("正在落实申诉决定", False)
    story.hear(story.cast.appeal_officer, "close_appeal")
    assert shown_to_customer(story) == ("已办结", True)


def shown_to_customer(story: Story) -> tuple[str, bool]:
    """The headline of the customer's page, and whether it offers an appeal."""
    case, now = story.stored, story.now
    able = verbs_now(story.customer, case)
    return state_shown(case)[0], "appeal" in [one.verb for one in offers(able, case, now)]


def test_a_complaint_reopened_by_its_appeal_is_promised_an_answer_anew(story: Story) -> None:
    """T25, T22: nothing that runs would be left to chance, nor the customer without a day."""
    story.reinvestigated()
    story.decided(OVERTURNED)
    assert story.state == "REOPENED"
    rows = PromiseRow.objects.filter(case_id=story.case.pk, stopped_at=None)
    running = {row.clock: row for row in rows}
    assert {"ANSWER", "PROGRESS", "INVEST"} <= set(running)
    decided = day_of(story.now)
    assert day_of(running["ANSWER"].due_at - timedelta(days=15, minutes=1)) == decided
    assert story.stored.next_due_at == min(row.due_at for row in rows if not row.paused_since)
    assert differences(story.stored) == []


def test_a_complaint_that_stays_as_it_was_is_promised_nothing_more(story: Story) -> None:
    story.reinvestigated()
    story.decided(UPHELD)
    rows = PromiseRow.objects.filter(case_id=story.case.pk, stopped_at=None)
    assert not {"ANSWER", "PROGRESS", "INVEST"} & {row.clock for row in rows}
