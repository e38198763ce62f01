"""§11.1 MERGED, §15.2: whoever was merged still gets the notices, and above all the result."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec import structs

from cast import Cast
from jiesu.cases.flow import PASSED_ON
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Entry, Message
from jiesu.cases.moves import make_move
from jiesu.cases.permit import verbs_now
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import WrongState
from jiesu.cases.verify import verify
from jiesu.people.actor import SYSTEM, Actor
from tale import SLOW, Tale

FLATMATE = structs.replace(
    SLOW, name="李先生", phone="13900001111", desired_outcome="请尽快修好我房间的网"
)
"""Another person on the same line."""
TELLING = "孙女士（13800005678）家线路已更换，测速达标"


class Shared(Tale):
    """Two contacts about one line; the tale's own case goes on with both."""

    def __init__(self, cast: Cast, second: Intake = FLATMATE) -> None:
        super().__init__(cast)
        self.now += timedelta(hours=2)
        self.child = receive(cast.agent, second, now=self.now)
        self.merge(self.child)

    def merge(self, child: Case) -> None:
        self.on_child(self.cast.dispatcher, "merge", child=child, into=self.case.number)

    def on_child(self, actor: Actor, verb: str, child: Case | None = None, **words: Any) -> Entry:
        self.now += timedelta(hours=1)
        return make_move(actor, (child or self.child).number, verb, words, now=self.now)

    def until_resolved(self, result: str = TELLING) -> None:
        self.until_found()
        self.say(self.owner, "propose", measures="更换线路", done_by="9月20日")
        self.say(self.owner, "agree", evidence="录音 1")
        self.say(self.owner, "resolve", result=result)

    def told(self, child: Case | None = None) -> list[str]:
        """What the customer of the child was written after the merger."""
        rows = Message.objects.filter(case=child or self.child).order_by("seq", "id")
        return [row.template for row in rows][2:]

    def to_customer(self) -> list[str]:
        """What the customer of the number that goes on was written."""
        return [template for template in self.letters() if template.startswith("N")]

    def body(self, template: str) -> str:
        return Message.objects.filter(case=self.child, template=template).latest("seq").body

    @property
    def person(self) -> Actor:
        return Actor(kind="customer", name="李先生", case_id=self.child.pk)


def chained(shared: Shared, third: Intake = FLATMATE) -> Case:
    """A third contact joined the second, before that one joined the first."""
    second = Case.objects.get(pk=shared.child.pk)
    shared.on_child(shared.cast.dispatcher, "unmerge", reason="先与另一件合并")
    case = receive(shared.cast.agent, third, now=shared.now + timedelta(minutes=1))
    shared.on_child(shared.cast.dispatcher, "merge", child=case, into=second.number)
    shared.merge(shared.child)
    return case


@pytest.fixture
def shared(cast: Cast) -> Shared:
    return Shared(cast)


def test_the_result_is_told_under_the_number_the_customer_knows(shared: Shared) -> None:
    shared.until_resolved()
    assert shared.told() == ["N03", "N24"]
    body = shared.body("N24")
    assert shared.child.number in body
    assert "测速达标" in body
    child = Case.objects.get(pk=shared.child.pk)
    assert child.state == "MERGED"
    for case in (child, shared.stored):
        assert verify(case) is None
        assert differences(case) == []


def test_nothing_of_the_other_person_goes_along(shared: Shared) -> None:
    """§18: the flat-mate reads the result, not who else complained and where to call them."""
    shared.until_resolved()
    body = shared.body("N24")
    assert "孙女士" not in body
    assert "13800005678" not in body


def test_one_s_own_data_is_not_covered_before_oneself(cast: Cast) -> None:
    shared = Shared(cast, SLOW)
    shared.until_resolved()
    assert TELLING in shared.body("N24")


def test_the_end_is_told_too_and_nothing_twice(shared: Shared) -> None:
    shared.until_closed()
    assert shared.told() == ["N03", "N24", "N44"]
    assert shared.child.number in shared.body("N44")
    with pytest.raises(WrongState, match="已获知"):
        shared.on_child(SYSTEM, "report_result")


def test_what_was_settled_on_the_line_is_told(shared: Shared) -> None:
    shared.say(shared.cast.agent, "guide")
    shared.say(shared.cast.agent, "settle", result="重启光猫后恢复", confirmed_by="录音 7")
    assert shared.told() == ["N20"]
    assert "重启光猫" in shared.body("N20")


def test_who_asked_for_it_in_writing_reads_the_own_wish_in_it(cast: Cast) -> None:
    """S168: the written answer names this complaint, this wish and this person."""
    shared = Shared(cast, structs.replace(FLATMATE, written_reply=True))
    shared.until_resolved()
    assert shared.told() == ["N03", "N24", "N30"]
    paper = shared.body("N30")
    assert shared.child.number in paper
    assert "李先生" in paper
    assert "请尽快修好我房间的网" in paper
    assert "孙女士" not in paper
    assert "退这一周的费用" not in paper


def test_a_refusal_of_one_is_told_to_both(shared: Shared) -> None:
    asked = shared.say(shared.owner, "refuse", reason="NA3", basis="已于上周和解并履行")
    shared.second(asked, shared.cast.manager)
    assert shared.told() == ["N04"]
    assert "和解" in shared.body("N04")


def test_where_it_was_sent_is_told_to_both(shared: Shared) -> None:
    shared.say(shared.owner, "transfer", body="某市住建局", contact="0755-12345")
    assert shared.told() == ["N05"]


def test_no_agreement_with_one_is_told_to_both(shared: Shared) -> None:
    shared.until_found()
    shared.say(shared.owner, "propose", measures="更换线路", done_by="9月20日")
    customer, words = shared.customer, {"measures": "换光猫", "done_by": "9月30日"}
    shared.say(customer, "object", opinion="要换套餐")
    shared.say(shared.owner, "propose", **words)
    shared.say(customer, "object", opinion="还是要换套餐")
    asked = shared.say(
        shared.owner,
        "deadlock",
        differences="孙女士要求免费升级套餐",
        basis="资费公示",
        work_done="已换线路并测速",
    )
    shared.second(asked, shared.cast.manager)
    assert shared.told() == ["N03", "N24"]
    assert "已换线路并测速" in shared.body("N24")
    assert "升级套餐" not in shared.body("N24")


def test_it_reaches_who_was_merged_into_who_was_merged(shared: Shared) -> None:
    third = chained(shared)
    shared.until_resolved()
    assert shared.told(third)[-1] == "N24"


def test_who_withdraws_withdraws_for_nobody_else(shared: Shared) -> None:
    """T26 is the wish of one; the flat-mate never said so and is heard by himself again."""
    shared.say(shared.customer, "withdraw", proof="portal", reference="portal")
    child = Case.objects.get(pk=shared.child.pk)
    assert child.state == "REGISTERED"
    assert child.master_id is None
    assert shared.told() == ["N21"]
    assert differences(child) == []
    assert verify(shared.stored) is None


def test_who_withdraws_one_of_two_own_ones_withdraws_both(cast: Cast) -> None:
    shared = Shared(cast, SLOW)
    shared.say(shared.customer, "withdraw", proof="portal", reference="portal")
    assert Case.objects.get(pk=shared.child.pk).state == "MERGED"
    assert shared.told() == ["N45"]


def test_who_is_not_content_says_so_under_the_own_number(shared: Shared) -> None:
    """N44 promises it: within thirty days the matter is taken up again without a new complaint."""
    shared.until_closed()
    shared.on_child(shared.person, "reopen", reason="晚上还是慢")
    assert shared.state == "REOPENED"
    passed = Entry.objects.get(case=shared.child, verb="reopen")
    assert passed.facts["passed_on_to"] == shared.case.number
    for case in (Case.objects.get(pk=shared.child.pk), shared.stored):
        assert verify(case) is None
        assert differences(case) == []


def test_what_the_other_does_not_take_is_not_offered(shared: Shared) -> None:
    """While it is handled one supplements, after the answer one objects: on either number."""
    child = Case.objects.get(pk=shared.child.pk)
    before = {verb.name for verb in verbs_now(shared.person, child)}
    shared.until_closed()
    after = {verb.name for verb in verbs_now(shared.person, child)}
    assert before & PASSED_ON == {"supplement", "expedite"}
    assert after & PASSED_ON == {"reopen", "appeal"}


def test_who_pressed_is_answered_and_not_the_other_person(shared: Shared) -> None:
    """§15.3: the answer goes to whoever pressed, though it was passed on."""
    before = shared.to_customer()
    shared.on_child(shared.person, "expedite", said="怎么还没人来")
    assert shared.told() == ["N14"]
    assert shared.to_customer() == before


def test_who_pressed_on_the_second_of_two_own_numbers_is_answered_once(cast: Cast) -> None:
    shared = Shared(cast, SLOW)
    before = shared.to_customer()
    shared.on_child(shared.person, "expedite", said="怎么还没人来")
    assert shared.told() == []
    assert shared.to_customer() == [*before, "N14"]


def test_who_appeals_under_the_own_number_learns_who_hears_it_and_until_when(
    shared: Shared,
) -> None:
    shared.until_closed()
    shared.on_child(shared.person, "appeal", grounds=["wrong_finding"], statement="测速时间不对")
    assert shared.told()[-1] == "N36"
    assert "-前" not in shared.body("N36"), "the day is the one of the appeal's own clock"
    assert "N36" not in shared.letters()


def test_an_appeal_under_the_own_number_is_heard_with_the_case(shared: Shared) -> None:
    """N34 stands in every result: whoever reads it may appeal (S50)."""
    shared.until_closed()
    shared.on_child(shared.person, "appeal", grounds=["wrong_finding"], statement="测速时间不对")
    assert shared.state == "APPEALED"
    assert differences(Case.objects.get(pk=shared.child.pk)) == []


def test_whoever_waits_hears_how_far_it_is_under_the_own_number(shared: Shared) -> None:
    """PROGRESS is owed to both: who is in charge, how far it is, without the other's data (§18)."""
    shared.say(shared.owner, "accept")
    shared.say(
        shared.owner,
        "report_progress",
        done="已与孙女士（13800005678）通话",
        doing="换线路",
        next_date="9月23日",
    )
    assert shared.told() == ["N03", "N21"]
    body = shared.body("N21")
    assert shared.child.number in body
    assert "换线路" in body
    assert "孙女士" not in body
    assert "13800005678" not in body
    assert shared.case.number not in body
    taken_up = shared.body("N03")
    assert shared.owner.work_no in taken_up, "whom to call is the owner of the one that goes on"
    assert "-前" not in taken_up
    child = Case.objects.get(pk=shared.child.pk)
    assert verify(child) is None
    assert differences(child) == []


def test_whoever_waits_learns_of_another_person_in_charge(shared: Shared) -> None:
    shared.say(
        shared.cast.manager, "hand_over", owner_id=shared.cast.second_owner.staff_id, reason="休假"
    )
    assert shared.told() == ["N09"]
    assert str(shared.cast.second_owner.work_no) in shared.body("N09")


def test_the_apology_for_lateness_goes_to_both(shared: Shared) -> None:
    """The answer is late for both, and both may turn to the authority now (N34)."""
    shared.fall(days=16)
    assert shared.told().count("N46") == 1
    assert "通信管理局" in shared.body("N46")
    assert shared.body("N46") == shared.letter("N46").body
    assert differences(Case.objects.get(pk=shared.child.pk)) == []


def test_news_are_told_once_to_one_telephone(cast: Cast) -> None:
    """The number that goes on is that person's own too; the result comes under both."""
    shared = Shared(cast, SLOW)
    shared.say(shared.owner, "accept")
    shared.fall(days=16)
    assert shared.told() == []


def test_news_reach_who_was_merged_into_who_was_merged(shared: Shared) -> None:
    third = chained(shared)
    shared.say(shared.owner, "accept")
    assert shared.told(third)[-1] == "N03"
    assert shared.told()[-1] == "N03"
    shared.say(shared.owner, "report_progress", done="测速", doing="换线路", next_date="9月23日")
    assert shared.told(third).count("N21") == 1


def test_a_press_in_a_chain_is_answered_to_whoever_pressed(shared: Shared) -> None:
    """The third pressed, the second was asked nothing and the first said nothing (§15.3)."""
    third = chained(shared)
    before, middle = shared.to_customer(), shared.told()
    person = Actor(kind="customer", name="李先生", case_id=third.pk)
    shared.on_child(person, "expedite", child=third, said="怎么还没人来")
    assert shared.told(third)[-1] == "N14"
    assert shared.told() == middle
    assert shared.to_customer() == before


def test_a_press_in_a_chain_by_the_first_person_is_answered_on_the_first(cast: Cast) -> None:
    shared = Shared(cast)
    third = chained(shared, SLOW)
    before, middle, own = shared.to_customer(), shared.told(), shared.told(third)
    person = Actor(kind="customer", name="孙女士", case_id=third.pk)
    shared.on_child(person, "expedite", child=third, said="怎么还没人来")
    assert shared.to_customer() == [*before, "N14"]
    assert (shared.told(), shared.told(third)) == (middle, own)
