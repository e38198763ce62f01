"""§19, S18: a message is claimed, carried at most once, and goes another way if one is closed."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from cast import Cast
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Entry, Message, PromiseRow
from jiesu.cases.post import LEASE, Outcome, Parcel, deliver_due, next_sending
from jiesu.cases.rebuild import differences

NOW = datetime(2026, 9, 18, 6, 30, tzinfo=UTC)
NIGHT = datetime(2026, 9, 18, 15, 30, tzinfo=UTC)
MORNING = datetime(2026, 9, 19, 0, 0, tzinfo=UTC)


class Hand:
    """A carrier that reports what the test tells it to, and may die in the middle."""

    def __init__(self, name: str = "sms", *outcomes: Outcome, rouses: bool = True) -> None:
        self.name, self.rouses, self.ready = name, rouses, True
        self.outcomes = list(outcomes)
        self.carried: list[Parcel] = []

    def deliver(self, parcels: Sequence[Parcel], now: datetime) -> Iterator[tuple[Parcel, Outcome]]:
        for parcel in parcels:
            self.carried.append(parcel)
            outcome = self.outcomes.pop(0) if self.outcomes else Outcome("delivered")
            if outcome.why == "dies":
                return
            yield parcel, outcome


def complaint(cast: Cast, **told: str) -> Case:
    words = "家里宽带网速很慢,签约三百兆,有线测速只有六十兆。"
    told = {"phone": "13800005678", **told}
    intake = Intake(channel="hotline", description=words, desired_outcome="修好", **told)  # type: ignore[arg-type]  # each a text of Intake
    return receive(cast.agent, intake, now=NOW)


def test_a_delivered_receipt_is_the_acknowledgement(cast: Cast) -> None:
    case = complaint(cast)
    carrier = Hand()
    assert deliver_due(carrier, NOW + timedelta(minutes=1)) == 1
    assert carrier.carried[0].to == "13800005678"
    message = Message.objects.get(case_id=case.id, template="N01")
    assert (message.delivered_at, message.send_at) == (NOW + timedelta(minutes=1), None)
    assert Entry.objects.get(case_id=case.id, verb="acknowledge").facts["carrier"] == "sms"
    assert PromiseRow.objects.get(case_id=case.id, clock="ACK").stopped_at is not None
    assert differences(Case.objects.get(pk=case.id)) == []


def test_nothing_is_delivered_twice(cast: Cast) -> None:
    complaint(cast)
    carrier = Hand()
    deliver_due(carrier, NOW)
    assert deliver_due(carrier, NOW + timedelta(days=1)) == 0
    assert len(carrier.carried) == 1


def test_what_was_in_hand_when_a_carrier_died_is_never_sent_again(cast: Cast) -> None:
    case = complaint(cast, email="sun@example.com")
    deliver_due(Hand("sms", Outcome("later", "dies")), NOW)
    message = Message.objects.get(case_id=case.id, template="N01")
    assert message.sending_since == NOW
    carrier = Hand()
    assert deliver_due(carrier, NOW + LEASE / 2) == 0
    assert deliver_due(carrier, NOW + LEASE) == 0
    message.refresh_from_db()
    assert message.refused_at == NOW + LEASE
    assert "不再自动发送" in message.refusal
    assert Message.objects.filter(case_id=case.id, template="N01").count() == 1


def test_a_failed_try_is_repeated_later_and_later(cast: Cast) -> None:
    case = complaint(cast)
    carrier = Hand("sms", Outcome("later", "busy"), Outcome("later", "busy"))
    deliver_due(carrier, NOW)
    first = Message.objects.get(case_id=case.id, template="N01").send_at
    assert first == NOW + timedelta(minutes=1)
    deliver_due(carrier, first)
    second = Message.objects.get(case_id=case.id, template="N01").send_at
    assert second == first + timedelta(minutes=5)
    assert next_sending(["sms"]) == second
    deliver_due(carrier, second)
    assert Message.objects.get(case_id=case.id, template="N01").delivered_at == second


def test_a_carrier_that_gives_up_hands_on_to_the_next(cast: Cast) -> None:
    case = complaint(cast, email="sun@example.com")
    deliver_due(Hand("sms", Outcome("refused", "空号")), NOW)
    lost, other = Message.objects.filter(case_id=case.id, template="N01").order_by("id")
    assert (lost.refused_at, lost.refusal) == (NOW, "空号")
    assert (other.carrier, other.masked, other.send_at) == ("email", "s***@example.com", NOW)
    deliver_due(Hand("email", Outcome("refused", "no such user")), NOW)
    last = Message.objects.filter(case_id=case.id, template="N01").latest("id")
    assert last.carrier == "portal"
    assert Entry.objects.filter(case_id=case.id, verb="acknowledge").count() == 0


def test_why_a_letter_was_refused_names_no_address(cast: Cast) -> None:
    """§18: it is packed with the archive, and servers repeat to whom they do not deliver."""
    case = complaint(cast, email="sun@example.com")
    deliver_due(Hand("sms", Outcome("refused", "空号 13800005678")), NOW)
    deliver_due(Hand("email", Outcome("refused", "550 5.1.1 <sun@example.com>: unknown")), NOW)
    told = Message.objects.filter(case_id=case.id, template="N01").order_by("id")
    assert [one.refusal for one in told[:2]] == [
        "空号 138****5678",
        "550 5.1.1 <s***@example.com>: unknown",
    ]


def test_tries_end(cast: Cast) -> None:
    case = complaint(cast)
    busy = Hand("sms", *[Outcome("later", "busy")] * 20)
    now = NOW
    while now:
        deliver_due(busy, now)
        now = next_sending(["sms"]) or datetime.min.replace(tzinfo=UTC)
        if now < NOW:
            break
    assert len(busy.carried) == 7
    assert Message.objects.filter(case_id=case.id, carrier="portal", template="N01").exists()


@pytest.mark.parametrize(("priority", "sent"), [("P3", 0), ("P1", 1)])
def test_only_what_is_urgent_is_sent_at_night(cast: Cast, priority: str, sent: int) -> None:
    case = complaint(cast)
    Message.objects.filter(case_id=case.id).update(template="N21", send_at=NIGHT)
    Case.objects.filter(pk=case.id).update(priority=priority)
    assert deliver_due(Hand(), NIGHT) == sent
    if not sent:
        assert Message.objects.get(case_id=case.id).send_at == MORNING


def test_a_receipt_is_sent_at_night_because_somebody_waits_for_it(cast: Cast) -> None:
    case = complaint(cast)
    Message.objects.filter(case_id=case.id).update(send_at=NIGHT)
    assert deliver_due(Hand(), NIGHT) == 1


def test_the_portal_wakes_nobody_and_needs_no_address(cast: Cast) -> None:
    case = complaint(cast)
    Message.objects.filter(case_id=case.id).update(carrier="portal", template="N21", send_at=NIGHT)
    assert deliver_due(Hand("portal", rouses=False), NIGHT) == 1


def test_without_an_address_it_goes_another_way_at_once(cast: Cast) -> None:
    case = complaint(cast)
    Message.objects.filter(case_id=case.id).update(carrier="email")
    carrier = Hand("email")
    deliver_due(carrier, NOW)
    assert carrier.carried == []
    carriers = Message.objects.filter(case_id=case.id).order_by("id")
    assert [m.carrier for m in carriers] == ["email", "sms"]
