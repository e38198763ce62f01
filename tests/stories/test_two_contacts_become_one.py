"""§21.29, T27, §15.2: the same matter twice: earliest receipt and strictest clocks win."""

from datetime import timedelta

import msgspec
import pytest

from cast import Cast
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Entry, Message, PromiseRow
from jiesu.cases.moves import make_move
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import Unfit, WrongState
from jiesu.cases.verify import verify
from jiesu.people.actor import Actor
from tale import NOW, SLOW, Tale

LATER = NOW + timedelta(days=2)


class Story(Tale):
    """The customer writes again two days later; the second contact is the tale's own case."""

    def __init__(self, cast: Cast) -> None:
        self.master = receive(cast.agent, SLOW, now=NOW)
        super().__init__(cast, SLOW, LATER)

    def merged(self) -> None:
        self.say(self.cast.dispatcher, "merge", into=self.master.number)

    @property
    def kept(self) -> Case:
        return Case.objects.get(pk=self.master.pk)


@pytest.fixture
def story(cast: Cast) -> Story:
    return Story(cast)


def test_the_child_ends_and_its_customer_is_told_where_it_goes_on(story: Story) -> None:
    """§15.2: every contact got N01, and N08 names the master."""
    story.merged()
    child = story.stored
    assert (child.state, child.master_id) == ("MERGED", story.master.pk)
    assert story.letters() == ["N01", "N08"]
    assert story.master.number in story.letter("N08").body
    assert story.kept.record["children"] == [child.number]
    assert story.kept.state == "REGISTERED"
    for case in (child, story.kept):
        assert verify(case) is None
        assert differences(case) == []


def test_earliest_receipt_and_strictest_clocks_win(story: Story) -> None:
    before = {
        (row.clock, row.pack): row.due_at
        for row in PromiseRow.objects.filter(case_id=story.master.pk)
    }
    story.merged()
    after = {
        (row.clock, row.pack): row.due_at
        for row in PromiseRow.objects.filter(case_id=story.master.pk)
    }
    assert story.kept.received_at == NOW
    assert all(after[key] <= due for key, due in before.items())
    open_here = PromiseRow.objects.filter(case_id=story.case.pk, stopped_at=None)
    assert {row.clock for row in open_here} == set()


def test_the_later_one_goes_into_the_earlier_one(story: Story) -> None:
    with pytest.raises(WrongState, match="较晚收到"):
        make_move(
            story.cast.dispatcher,
            story.master.number,
            "merge",
            {"into": story.case.number},
            now=story.now,
        )


def test_other_people_and_other_matters_are_not_merged(cast: Cast) -> None:
    """§15.2: one account, one matter, seven days."""
    master = receive(cast.agent, SLOW, now=NOW)
    other = Tale(cast, msgspec.structs.replace(SLOW, account="075599999999"), LATER)
    with pytest.raises(WrongState, match="同一账号"):
        other.say(cast.dispatcher, "merge", into=master.number)
    late = Tale(cast, SLOW, NOW + timedelta(days=9))
    with pytest.raises(WrongState, match="七日"):
        late.say(cast.dispatcher, "merge", into=master.number)
    with pytest.raises(Unfit):
        late.say(cast.dispatcher, "merge", into=late.case.number)


def test_what_the_customer_says_on_the_child_reaches_the_master(story: Story) -> None:
    """T27: the master gets all contacts."""
    story.merged()
    story.say(story.customer, "expedite", said="怎么还没人来")
    story.say(story.customer, "supplement", text="晚上更慢")
    heard = Entry.objects.filter(case_id=story.master.pk, by_kind="customer")
    assert [entry.verb for entry in heard] == ["expedite", "supplement"]
    assert len(story.kept.record["expedites"]) == 1
    passed = Entry.objects.get(case_id=story.case.pk, verb="supplement")
    assert passed.facts["passed_on_to"] == story.master.number
    assert "expedites" not in story.stored.record
    assert differences(story.stored) == []


def test_a_third_contact_is_recognised_as_one_more_on_the_master(story: Story) -> None:
    """§15.1: the child no longer draws contacts to itself."""
    story.merged()
    third = receive(story.cast.agent, SLOW, now=LATER + timedelta(hours=5))
    assert third.record["related"]["to"] == story.master.number


def test_taken_apart_again_each_stands_on_its_own(story: Story) -> None:
    """T27 unmerge restores: state, clocks, and the customer is told."""
    before = set(
        PromiseRow.objects.filter(case_id=story.case.pk, stopped_at=None).values_list(
            "clock", "pack"
        )
    )
    story.merged()
    story.say(story.cast.dispatcher, "unmerge", reason="地址不同,不是同一故障")
    child = story.stored
    assert (child.state, child.master_id, child.closed_at) == ("REGISTERED", None, None)
    running = PromiseRow.objects.filter(case_id=child.pk, stopped_at=None)
    assert set(running.values_list("clock", "pack")) == before
    assert story.kept.record["children"] == []
    assert Message.objects.filter(case_id=child.pk, template="N21").exists()
    for case in (child, story.kept):
        assert differences(case) == []


def test_an_unknown_number_is_a_fault_of_the_form(story: Story) -> None:
    with pytest.raises(Unfit, match="没有找到"):
        story.say(story.cast.dispatcher, "merge", into="TS0")
    assert isinstance(story.customer, Actor)
