"""T01 to T21: one complaint from the first word to its closing."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import msgspec
import pytest

from cast import Cast
from jiesu.cases.intake.contact import Channel, Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Entry, Message, PromiseRow
from jiesu.cases.moves import make_move
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed, StaleVersion, UnknownCase, WrongState
from jiesu.cases.verify import verify
from jiesu.people.actor import Actor

NOW = datetime(2026, 9, 18, 9, 30, tzinfo=UTC)
SLOW = Intake(
    channel="hotline",
    description="家里宽带网速很慢,签约三百兆,有线测速只有六十兆,已经一周了。",
    desired_outcome="修好网速,退这一周的费用",
    name="孙女士",
    phone="13800005678",
    account="075500012301",
    address="甲市东区幸福小区3号楼502",
    region="440100",
)


@pytest.fixture
def case(cast: Cast) -> Case:
    return receive(cast.agent, SLOW, now=NOW)


def owner_of(cast: Cast, case: Case) -> Actor:
    return cast.owner if case.owner_id == cast.owner.staff_id else cast.second_owner


def test_a_contact_is_numbered_registered_and_owned_in_one_breath(case: Case) -> None:
    stored = Case.objects.get(number=case.number)
    assert stored.state == "REGISTERED"
    assert stored.owner_id is not None
    assert stored.category.startswith("N-04")
    assert [e.verb for e in Entry.objects.filter(case=stored)] == ["receive", "register"]
    assert stored.masked["phone"] == "138****5678"
    assert "13800005678" not in str(list(Entry.objects.values_list("facts", flat=True)))


def test_the_acknowledgement_is_written_with_the_case(case: Case) -> None:
    message = Message.objects.get(case_id=case.id)
    assert (message.template, message.carrier, message.masked) == ("N01", "sms", "138****5678")
    assert case.number in message.body


@pytest.mark.parametrize("channel", get_args(Channel))
def test_every_channel_is_acknowledged(cast: Cast, channel: str) -> None:
    intake = msgspec.structs.replace(SLOW, channel=channel, tracking="XA1")
    made = receive(cast.agent, intake, now=NOW)
    template = "N01L" if channel == "letter" else "N01"
    assert Message.objects.get(case_id=made.id, reader="user").template == template


def test_clocks_run_from_receipt(case: Case) -> None:
    rows = {(r.clock, r.pack): r for r in PromiseRow.objects.filter(case_id=case.id)}
    assert rows["ANSWER", "CN-NATIONAL"].due_at == datetime(2026, 10, 3, 16, 0, tzinfo=UTC)
    assert rows["ACCEPT", "SEED-D"].due_at == NOW + timedelta(hours=24)
    assert Case.objects.get(pk=case.id).next_due_at == min(
        r.due_at for r in rows.values() if r.stopped_at is None
    )


def test_the_ledger_proves_itself_and_rebuilding_changes_nothing(cast: Cast, case: Case) -> None:
    make_move(owner_of(cast, case), case.number, "accept", {}, now=NOW + timedelta(hours=1))
    stored = Case.objects.get(pk=case.id)
    assert verify(stored) is None
    assert differences(stored) == []


def test_a_stranger_finds_nothing(cast: Cast, case: Case) -> None:
    with pytest.raises(UnknownCase):
        make_move(cast.stranger, case.number, "accept", {}, now=NOW)


def test_a_verb_from_the_wrong_state_changes_nothing(cast: Cast, case: Case) -> None:
    with pytest.raises(WrongState):
        make_move(owner_of(cast, case), case.number, "agree", {"evidence": "x"}, now=NOW)
    assert Entry.objects.filter(case=case).count() == 2


def test_an_agent_may_not_accept(cast: Cast, case: Case) -> None:
    with pytest.raises(NotAllowed):
        make_move(cast.agent, case.number, "accept", {}, now=NOW)


def test_a_stale_version_is_refused(cast: Cast, case: Case) -> None:
    with pytest.raises(StaleVersion):
        make_move(owner_of(cast, case), case.number, "accept", {}, now=NOW, version=1)


def test_the_same_key_is_written_once(cast: Cast, case: Case) -> None:
    owner = owner_of(cast, case)
    once = make_move(owner, case.number, "annotate", {"text": "一"}, now=NOW, key="k")
    twice = make_move(owner, case.number, "annotate", {"text": "一"}, now=NOW, key="k")
    assert once.pk == twice.pk
    assert (
        receive(cast.agent, SLOW, now=NOW, key="n").id
        == receive(cast.agent, SLOW, now=NOW, key="n").id
    )
