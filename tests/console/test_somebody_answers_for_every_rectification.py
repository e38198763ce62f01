"""§11.8, S44: a rectification is nobody's for no longer than it takes to name somebody."""

import pytest
from django.utils import timezone

from cast import Cast, person
from console.conftest import Enter
from jiesu.cases.models import Case
from jiesu.cases.permit import parts_of
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed, Unfit
from jiesu.console.together.models import Notice
from jiesu.people.actor import Actor
from jiesu.people.models import Grant
from jiesu.people.separation import conflicts
from stories.test_a_fault_is_put_right_for_everybody import Story


def assign(story: Story, to: Actor) -> None:
    story.do(story.cast.manager, "assign_rectification", owner_id=to.staff_id, reason="指定负责人")


def test_what_was_opened_while_nobody_could_answer_for_it_is_given_to_somebody(
    cast: Cast, enter: Enter
) -> None:
    Grant.objects.filter(role="R20").update(revoked_at=timezone.now())
    story = Story(cast)
    story.opened()
    assert story.plan_row.assignee_id is None
    page = enter(cast.manager).get(f"/console/cases/{story.case.number}/").content.decode()
    assert "指定整改责任人" in page
    fresh = person("xinren", "辛责任", cast.city, "R20", cast.city)
    assign(story, fresh)
    assert story.plan_row.assignee_id == fresh.staff_id
    assert Case.objects.visible_to(fresh).filter(pk=story.case.pk).exists()
    assert Notice.objects.filter(staff=fresh.staff_id, kind="rectifier").exists()
    mine = enter(fresh).get("/console/rectifications?whose=mine").content.decode()
    assert story.plan_row.number in mine
    assert differences(story.stored) == []


def test_another_takes_it_on_and_whoever_had_it_sees_it_no_more_nor_verifies_it(cast: Cast) -> None:
    story = Story(cast)
    story.opened()
    due = story.clock("RECTIFY_PLAN").due_at
    other = person("xinren", "辛责任", cast.city, "R20", cast.city)
    assign(story, other)
    assert story.clock("RECTIFY_PLAN").due_at == due
    assert not Case.objects.visible_to(cast.rectifier).filter(pk=story.case.pk).exists()
    had = parts_of(cast.rectifier, story.stored)
    assert "整改责任人" in conflicts("verify_rectification", had)
    with pytest.raises(Unfit, match="已由此人负责"):
        assign(story, other)
    with pytest.raises(Unfit, match="不是本单位的整改责任人"):
        assign(story, cast.owner)
    with pytest.raises(NotAllowed):
        story.do(other, "assign_rectification", owner_id=cast.rectifier.staff_id, reason="推给别人")
    assert differences(story.stored) == []
