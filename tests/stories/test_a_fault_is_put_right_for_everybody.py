"""§21.23 (second half), S44-S49, §11.8: rectification with a named metric and an effect check."""

from datetime import timedelta
from typing import Any

import pytest

from cast import Cast, person
from jiesu.cases.models import Entry, Proceeding, PromiseRow
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed, Unfit, WrongState
from jiesu.oversight.register import register
from jiesu.people.actor import Actor
from tale import Tale

DAY = 24


class Story(Tale):
    """A complaint found true, with a rectification proposed and opened."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.until_found("substantiated", "FULL")
        self.asked = Entry.objects.get(case_id=self.case.pk, verb="request")

    def opened(self) -> None:
        self.say(self.cast.manager, "approve", request=self.asked.seq)

    def do(self, actor: Actor, verb: str, hours: float = 1, /, **words: Any) -> Entry:
        return self.on("rectification", actor, verb, hours, **words)

    def plan(self, **words: Any) -> Entry:
        told = {
            "root_cause": "R-LINE",
            "corrective": "更换老化分光器",
            "preventive": "每季巡检分光器",
            "planned_due": (self.now + timedelta(days=20)).isoformat(),
            "metric": "幸福小区每千户网速投诉下降五成",
        }
        return self.do(self.cast.rectifier, "plan_rectification", **{**told, **words})

    def until_evidenced(self) -> None:
        self.opened()
        self.plan()
        self.do(self.cast.manager, "approve_rectification")
        self.do(self.cast.rectifier, "do_rectification", done="已更换三处分光器")
        self.do(self.cast.rectifier, "evidence_rectification", evidence=["验收单 12"])

    def until_verified(self) -> None:
        self.until_evidenced()
        self.do(self.cast.inspector, "verify_rectification", passed=True, found="抽测达标")

    @property
    def plan_row(self) -> Proceeding:
        return self.proceeding("rectification")

    def clock(self, name: str) -> PromiseRow:
        return PromiseRow.objects.filter(case_id=self.case.pk, clock=name).latest("anchor")


@pytest.fixture
def story(cast: Cast) -> Story:
    return Story(cast)


def test_a_fault_of_ours_is_proposed_for_rectification_at_once(story: Story) -> None:
    """§11.8: substantiated and ours: the manager only has to agree."""
    assert story.asked.facts["verb"] == "rectify"
    assert not Proceeding.objects.filter(machine="rectification").exists()
    story.opened()
    assert story.plan_row.state == "OPEN"
    assert story.plan_row.number.startswith("ZG440100")
    assert story.clock("RECTIFY_PLAN").stopped_at is None


def test_what_was_not_our_fault_is_not_proposed(cast: Cast) -> None:
    tale = Tale(cast)
    tale.until_found("substantiated", "THIRD")
    assert "request" not in tale.verbs()


def test_a_liability_that_is_no_code_is_refused(cast: Cast) -> None:
    with pytest.raises(Unfit, match="责任代码"):
        Tale(cast).until_found("substantiated", "ours")


def test_a_plan_is_approved_only_with_a_metric_and_by_another_person(story: Story) -> None:
    """§11.8: the metric is named before approval; owner ≠ approver."""
    story.opened()
    story.plan(metric="")
    with pytest.raises(WrongState, match="指标"):
        story.do(story.cast.manager, "approve_rectification")
    story.plan()
    with pytest.raises(NotAllowed):
        story.do(story.cast.rectifier, "approve_rectification")
    story.do(story.cast.manager, "approve_rectification")
    assert story.plan_row.state == "APPROVED"
    assert story.clock("RECTIFY_PLAN").stopped_at is not None


def test_the_day_that_the_plan_names_is_a_clock(story: Story) -> None:
    """§10 RECTIFY_DONE: it stops when somebody else saw that it was done, not before."""
    story.until_evidenced()
    assert story.clock("RECTIFY_DONE").stopped_at is None
    story.do(story.cast.inspector, "verify_rectification", passed=False, found="缺一处")
    assert story.plan_row.state == "DOING"
    assert story.clock("RECTIFY_DONE").stopped_at is None
    story.do(story.cast.rectifier, "evidence_rectification", evidence=["验收单 13"])
    story.do(story.cast.inspector, "verify_rectification", passed=True, found="齐了")
    assert story.clock("RECTIFY_DONE").stopped_at == story.now


def test_who_answers_for_it_does_not_verify_it(story: Story, cast: Cast) -> None:
    """§17: rectification owner ≠ verifier, and the verifier is of another unit."""
    story.until_evidenced()
    unit = story.plan_row.unit
    assert unit is not None
    colleague = person("he2", "何同部", unit, "R18", cast.city)
    with pytest.raises(NotAllowed):
        story.do(cast.rectifier, "verify_rectification", passed=True, found="好")
    with pytest.raises(NotAllowed, match="责任单位以外"):
        story.do(colleague, "verify_rectification", passed=True, found="好")


def test_the_effect_is_watched_for_thirty_sixty_and_ninety_days(story: Story) -> None:
    """S49: each check in its time, and closed only after the last."""
    story.until_verified()
    inspector = story.cast.inspector
    with pytest.raises(WrongState, match="30 日"):
        story.do(inspector, "check_effect", 29 * DAY, day=30, measured="-52%", effective=True)
    story.do(inspector, "check_effect", 2 * DAY, day=30, measured="-52%", effective=True)
    with pytest.raises(Unfit, match="60"):
        story.do(inspector, "check_effect", 30 * DAY, day=90, measured="-50%", effective=True)
    story.do(inspector, "check_effect", 30 * DAY, day=60, measured="-55%", effective=True)
    with pytest.raises(WrongState, match="未办结"):
        story.do(story.cast.manager, "close_rectification")
    story.do(inspector, "check_effect", 30 * DAY, day=90, measured="-51%", effective=True)
    story.do(story.cast.manager, "close_rectification", lesson="巡检列入年度计划")
    assert story.plan_row.state == "CLOSED"
    assert differences(story.stored) == []


def test_without_effect_a_new_plan_is_due(story: Story) -> None:
    """§11.8: NOT_EFFECTIVE → PLAN, and RECTIFY_PLAN runs again."""
    story.until_verified()
    story.do(
        story.cast.inspector, "check_effect", 31 * DAY, day=30, measured="+3%", effective=False
    )
    assert story.plan_row.state == "NOT_EFFECTIVE"
    assert story.clock("RECTIFY_PLAN").stopped_at is None
    story.plan()
    assert story.plan_row.state == "PLAN"
    assert story.clock("RECTIFY_PLAN").stopped_at == story.now


def test_the_register_lists_by_state_unit_and_day(story: Story) -> None:
    """S44: who, what, until when; a stranger sees nothing."""
    story.opened()
    story.plan()
    manager, now = story.cast.manager, story.now
    line = next(register(manager, now))
    assert (line.case, line.state, line.overdue) == (story.case.number, "PLAN", False)
    assert list(register(manager, now, state="OPEN")) == []
    assert list(register(manager, now, unit_path=story.cast.other_city.path)) == []
    late = now + timedelta(days=30)
    assert [one.number for one in register(manager, late, overdue=True)] == [line.number]
    assert list(register(story.cast.stranger, now)) == []
