"""§21.10, §21.11, §21.13: an order with a real contact, a real appointment and an arrival."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cast import Cast
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Entry, Message, Proceeding, PromiseRow
from jiesu.cases.moves import make_move
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed, Unfit, UnknownCase
from jiesu.people.actor import Actor

NOW = datetime(2026, 9, 18, 10, 50, tzinfo=UTC)
DOWN = Intake(
    channel="hotline",
    case_type="fault",
    description="光猫LOS灯红了,家里完全上不了网,请尽快派人来修。",
    desired_outcome="尽快修好",
    name="孙女士",
    phone="13800005678",
    account="075500012301",
    address="甲市东区幸福小区3号楼502",
    region="440100",
)


class Story:
    """A dispatched fault; ``order`` says a verb on its work order."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.now = cast, NOW
        self.case = receive(cast.agent, DOWN, now=NOW)
        mine = self.case.owner_id == cast.owner.staff_id
        self.owner = cast.owner if mine else cast.second_owner
        self.say(self.owner, "accept")
        self.say(cast.dispatcher, "dispatch")
        self.number = Proceeding.objects.get(case_id=self.case.pk).number

    def say(self, actor: Actor, verb: str, **words: Any) -> Entry:
        self.now += timedelta(minutes=1)
        return make_move(actor, self.case.number, verb, words, now=self.now)

    def order(self, actor: Actor, verb: str, minutes: int = 1, **words: Any) -> Entry:
        self.now += timedelta(minutes=minutes)
        return make_move(actor, self.case.number, verb, words, now=self.now, proceeding=self.number)

    def assigned(self) -> None:
        self.order(self.cast.leader, "order_accept")
        technician = self.cast.technician.staff_id
        self.order(self.cast.leader, "order_assign", technician_id=technician)

    def appointed(self) -> None:
        self.assigned()
        self.order(self.cast.technician, "order_contact", event="CALL-1", means="call")
        self.order(self.cast.technician, "order_appoint", **self.window(14))

    def window(self, hours: int) -> dict[str, Any]:
        start = NOW + timedelta(hours=hours)
        end = start + timedelta(hours=2)
        return {
            "window_start": start.isoformat(),
            "window_end": end.isoformat(),
            "consent": "录音 1",
        }


@pytest.fixture
def story(cast: Cast) -> Story:
    return Story(cast)


def test_dispatch_opens_an_order_at_the_nearest_crew(story: Story) -> None:
    """T10, §11.4: line faults go to the area crew."""
    order = Proceeding.objects.get(number=story.number)
    assert order.unit is not None
    assert (order.state, order.unit.code) == ("AT_DEPT", "CR-1")
    assert Case.objects.get(pk=story.case.pk).state == "IN_PROGRESS"


def test_the_thirty_minutes_run_from_the_technicians_own_id(story: Story) -> None:
    """S78, S93, K7."""
    story.assigned()
    row = PromiseRow.objects.get(case_id=story.case.pk, clock="FIRST_RESPONSE", pack="SEED-E")
    assert row.due_at == story.now + timedelta(minutes=30)
    story.order(story.cast.technician, "order_contact", event="CALL-1", means="call")
    row = PromiseRow.objects.get(case_id=story.case.pk, clock="FIRST_RESPONSE", pack="SEED-E")
    assert row.stopped_at == story.now


def test_a_click_without_a_call_is_no_contact(story: Story) -> None:
    """§21.11, S77."""
    story.assigned()
    with pytest.raises(Unfit):
        story.order(story.cast.technician, "order_contact", event="", means="call")


def test_the_whole_visit(story: Story) -> None:
    """§21.10: contact, window, arrival inside it, repair, everybody told."""
    story.appointed()
    story.order(story.cast.technician, "order_depart", minutes=13 * 60, eta="8:50")
    arrival = story.order(
        story.cast.technician, "order_arrive", minutes=60, proof="geo", reference="23.1,113.2"
    )
    assert arrival.facts["on_time"] is True
    story.order(story.cast.technician, "order_work")
    story.order(
        story.cast.technician,
        "order_fix",
        cause="R-LINE",
        done="更换皮线光缆",
        before="-31dBm",
        after="-19dBm",
    )
    story.order(story.cast.technician, "order_verify", result="测速 298M")
    story.order(story.cast.technician, "order_confirm", to="USER_CONFIRMED", how="signature")
    story.order(story.cast.technician, "order_done")
    readers = Message.objects.filter(template="N19").values_list("reader", flat=True)
    assert list(readers) == ["user"]
    assert differences(Case.objects.get(pk=story.case.pk)) == []


def test_the_third_reschedule_of_ours_needs_the_team_leader(story: Story) -> None:
    """§21.13, S102."""
    story.appointed()
    ours: dict[str, Any] = {"caused_by": "operator", "reason": "前单延时"}
    for hours in (16, 18):
        story.order(story.cast.technician, "order_reschedule", **story.window(hours), **ours)
    asked = story.order(story.cast.technician, "order_reschedule", **story.window(20), **ours)
    assert asked.verb == "request"
    story.say(story.cast.leader, "approve", request=asked.seq)
    assert Proceeding.objects.get(number=asked.facts["on"]).record["ours"] == 3
    assert differences(Case.objects.get(pk=story.case.pk)) == []


def test_a_technician_sees_the_case_only_while_the_order_is_open(story: Story) -> None:
    """§17, §21.40."""
    story.assigned()
    assert Case.objects.visible_to(story.cast.technician).filter(pk=story.case.pk).exists()
    story.order(story.cast.dispatcher, "order_cancel", reason="remote", explanation="远程恢复")
    assert not Case.objects.visible_to(story.cast.technician).filter(pk=story.case.pk).exists()
    with pytest.raises(UnknownCase):
        story.order(story.cast.technician, "order_contact", event="CALL-2", means="call")


def test_conclusions_wait_for_open_orders(story: Story) -> None:
    """T13."""
    with pytest.raises(NotAllowed, match="尚未完成"):
        story.say(
            story.owner,
            "conclude",
            cause="R-LINE",
            liability="FULL",
            finding="substantiated",
            explanation="皮线断",
        )
