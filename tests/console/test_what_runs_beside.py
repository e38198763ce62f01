"""Lists of orders and appeals: what falls due first, and whose it is (§11.3, §11.7)."""

from django.utils import timezone

from cast import Cast
from console.conftest import Enter
from jiesu.cases.models import PromiseRow
from stories.test_an_appeal_is_heard_by_others import APPEAL, Story
from tale import DOWN, Tale


def test_an_order_shows_what_it_owes_first_and_not_what_the_case_does(
    cast: Cast, enter: Enter
) -> None:
    tale = Tale(cast, DOWN)
    tale.say(tale.owner, "accept")
    tale.say(cast.dispatcher, "dispatch")
    html = enter(cast.dispatcher).get("/console/orders").content.decode()
    row = html.partition("<tbody")[2]
    anchors = [
        entry.seq
        for entry in tale.stored.entries.all()
        if entry.facts.get("order") == tale.proceeding("order").number
    ]
    own = PromiseRow.objects.filter(case=tale.stored, stopped_at=None, anchor__in=anchors)
    first = min(own, key=lambda one: one.due_at)
    assert f'data-due="{timezone.localtime(first.due_at).isoformat()}"' in row
    assert row.count("clock-name") == 1


def test_whoever_looks_into_an_appeal_anew_finds_it_among_the_own(cast: Cast, enter: Enter) -> None:
    story = Story(cast)
    story.say(story.customer, "appeal", **APPEAL)
    story.hear(cast.appeal_officer, "register_appeal")
    story.hear(cast.appeal_officer, "reinvestigate", investigator_id=story.fresh.staff_id)
    mine = "/console/appeals?whose=mine"
    assert story.appeal.number in enter(story.fresh).get(mine).content.decode()
    assert story.appeal.number not in enter(cast.investigator).get(mine).content.decode()
