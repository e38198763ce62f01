"""§21.29, T27, §15.2: the same matter twice: earliest receipt and strictest clocks win."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.db import connection
from django.db.models import Model

from cast import Cast
from jiesu.cases.entries import secret_of
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Entry, Message, Part, Proceeding, PromiseRow
from jiesu.cases.moves import make_move
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import Unfit, WrongState
from jiesu.cases.verify import verify
from jiesu.people.actor import SYSTEM, Actor
from tale import NOW, SLOW, Tale

LATER = NOW + timedelta(days=2)


class Story(Tale):
    """The customer writes again two days later; the second contact is the tale's own case."""

    def __init__(self, cast: Cast, first: Intake = SLOW, second: Intake = SLOW) -> None:
        self.master = receive(cast.agent, first, now=NOW)
        super().__init__(cast, second, LATER)

    def merged(self) -> None:
        self.say(self.cast.dispatcher, "merge", into=self.master.number)

    def weighed(self) -> None:
        """Both priorities are as of this hour: merging and parting weigh anew."""
        for number in (self.master.number, self.case.number):
            make_move(SYSTEM, number, "prioritise", {}, now=self.now)

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


def standing(case: Case) -> dict[str, Any]:
    """All that a case is, but for the length and the head of its ledger."""
    columns = set(told(Case)) - {"seq", "head", "record"}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tsvector_to_array(words) FROM cases_searchtext WHERE case_id = %s", [case.pk]
        )
        (words,) = cursor.fetchone()
    return {
        **Case.objects.values(*columns).get(pk=case.pk),
        "record": {name: held for name, held in case.record.items() if held not in (None, [])},
        "promises": rows(PromiseRow, case, "anchor", "clock", "pack"),
        "parts": rows(Part, case, "since", "part"),
        "proceedings": rows(Proceeding, case, "number"),
        "words": words,
    }


def rows(model: type[Model], case: Case, *order: str) -> list[Any]:
    columns = set(told(model)) - {"id"}
    return list(model._default_manager.filter(case=case).order_by(*order).values(*columns))  # noqa: SLF001 - Django's documented name


def told(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]  # noqa: SLF001 - Django's documented Model._meta


def test_taken_apart_again_each_stands_as_if_nothing_had_been(story: Story) -> None:
    """T27: state, owner, parts, clocks with their alarms, search text: all as before."""
    story.say(story.owner, "accept")
    story.weighed()
    before = standing(story.stored), standing(story.kept)
    story.merged()
    assert standing(story.stored) != before[0]
    story.say(story.cast.dispatcher, "unmerge", reason="地址不同,不是同一故障")
    assert standing(story.stored) == before[0]
    assert standing(story.kept) == before[1]
    assert Message.objects.filter(case_id=story.case.pk, template="N21").exists()
    for case in (story.stored, story.kept):
        assert verify(case) is None
        assert differences(case) == []


def test_merged_and_parted_twice_is_as_merged_and_parted_once(story: Story) -> None:
    story.weighed()
    before = standing(story.stored), standing(story.kept)
    for _ in range(2):
        story.merged()
        story.say(story.cast.dispatcher, "unmerge", 0.1, reason="不是同一故障")
    assert (standing(story.stored), standing(story.kept)) == before
    story.merged()
    assert story.kept.record["children"] == [story.case.number]


def test_what_was_said_on_the_child_is_seen_on_both_after_they_part(story: Story) -> None:
    """§15.2: nothing that came while they were one is lost to either."""
    story.merged()
    story.say(story.customer, "supplement", text="晚上更慢")
    story.say(story.customer, "expedite", said="怎么还没人来")
    story.say(story.cast.dispatcher, "unmerge", reason="不是同一故障")
    for case in (story.stored, story.kept):
        said = Entry.objects.filter(case=case, by_kind="customer").order_by("seq")
        assert [secret_of(entry) for entry in said] == [
            {"text": "晚上更慢"},
            {"said": "怎么还没人来"},
        ]
        assert len(case.record["expedites"]) == 1, "who pressed goes on pressing"
        assert differences(case) == []


def test_the_dues_that_a_child_brought_leave_with_it(cast: Cast) -> None:
    """§15.2: what the second contact is owed sooner binds the master only while merged."""
    dead = msgspec.structs.replace(SLOW, category="N-01-03")
    before = NOW - timedelta(hours=5)
    story = Story(cast, dead, msgspec.structs.replace(dead, fault_reported_at=before))
    repair = PromiseRow.objects.filter(case_id=story.master.pk, clock="FAULT_REPAIR")
    own = repair.get().due_at
    story.merged()
    assert repair.get().due_at == own - timedelta(hours=5)
    assert differences(story.kept) == []
    story.say(story.cast.dispatcher, "unmerge", reason="不是同一故障")
    assert repair.get().due_at == own
    assert differences(story.kept) == []


def test_a_talk_while_merged_is_a_talk_with_the_customer_of_the_child(story: Story) -> None:
    """§10 FIRST_TOUCH: it took place, and when it took place, under whichever number."""
    story.merged()
    talk = {"channel": "call", "direction": "out", "reached": True, "summary": "已联系"}
    story.say(story.owner, "contact", **talk)
    then = story.now
    story.say(story.cast.dispatcher, "unmerge", reason="不是同一故障")
    touched = PromiseRow.objects.filter(case_id=story.case.pk, clock="FIRST_TOUCH")
    assert {row.stopped_at for row in touched} == {then}


def test_an_unknown_number_is_a_fault_of_the_form(story: Story) -> None:
    with pytest.raises(Unfit, match="没有找到"):
        story.say(story.cast.dispatcher, "merge", into="TS0")
    assert isinstance(story.customer, Actor)


def test_what_was_wanted_on_paper_is_still_wanted_when_two_become_one(cast: Cast) -> None:
    """S168, §15.2: the second contact asked for a written answer; the one answer is written."""
    told = msgspec.structs.replace(SLOW, written_reply=True)
    master = Tale(cast)
    master.now += timedelta(hours=2)
    child = receive(cast.agent, told, now=master.now)
    make_move(cast.dispatcher, child.number, "merge", {"into": master.case.number}, now=master.now)
    master.until_found()
    master.say(master.owner, "propose", measures="说明测速方法", done_by="9月30日")
    master.say(master.owner, "agree", evidence="录音 1")
    master.say(master.owner, "resolve", result="测速达标")
    assert "N30" in master.letters()


@pytest.mark.usefixtures("all_packs")
def test_what_the_child_waited_for_and_got_while_merged_is_not_waited_for_when_parted(
    story: Story,
) -> None:
    """S151: its clocks run again with what the customer gave, and nothing says that they stand."""
    story.say(story.owner, "accept")
    words = {"reason": "WAIT_USER_INFO", "evidence": "录音 1", "resume_condition": "收到材料"}
    story.second(story.say(story.owner, "pause", **words), story.cast.manager)
    story.merged()
    story.say(story.customer, "supplement", text="合同照片已发")
    story.say(story.cast.dispatcher, "unmerge", reason="不是一回事")
    stands = PromiseRow.objects.filter(case=story.stored).exclude(paused_since=None)
    assert not stands.exists()
    assert not story.stored.record.get("paused")
    assert differences(story.stored) == []


@pytest.mark.usefixtures("all_packs")
def test_what_the_child_waited_for_and_did_not_get_is_still_waited_for(story: Story) -> None:
    story.say(story.owner, "accept")
    words = {"reason": "WAIT_USER_TIME", "evidence": "录音 1", "resume_condition": "用户到家"}
    story.second(story.say(story.owner, "pause", **words), story.cast.manager)
    story.merged()
    story.say(story.customer, "supplement", text="合同照片已发")
    story.say(story.cast.dispatcher, "unmerge", reason="不是一回事")
    stands = PromiseRow.objects.filter(case=story.stored).exclude(paused_since=None)
    assert stands.exists()
    assert story.stored.record["paused"]["reason"] == "WAIT_USER_TIME"
