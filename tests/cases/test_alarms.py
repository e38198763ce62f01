"""C11, C12, §11.5: what happens when a promise is warned of, broken, and broken for long."""

from datetime import UTC, datetime, timedelta

import pytest

from cast import Cast
from jiesu.cases.alarms import Alarms, act_on_due, next_moment
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Alarm, Case, Entry, Message, PromiseRow
from jiesu.cases.moves import make_move
from jiesu.cases.rebuild import differences
from jiesu.cases.verify import verify
from jiesu.kit import events
from jiesu.people.actor import SYSTEM, Actor

NOW = datetime(2026, 9, 18, 9, 30, tzinfo=UTC)
REPAIR_DUE = NOW + timedelta(hours=48)
SLOW = Intake(
    channel="hotline",
    description="家里宽带网速很慢,签约三百兆,有线测速只有六十兆,已经一周了。",
    desired_outcome="修好网速,退这一周的费用",
    name="孙女士",
    phone="13800005678",
    region="440100",
)


@pytest.fixture
def case(cast: Cast) -> Case:
    return receive(cast.agent, SLOW, now=NOW)


def owner_of(cast: Cast, case: Case) -> Actor:
    return cast.owner if case.owner_id == cast.owner.staff_id else cast.second_owner


def catch_up(now: datetime) -> int:
    acted = 0
    while alarms := act_on_due(now).alarms:
        acted += alarms
    return acted


def entries(case: Case, verb: str, **facts: str) -> list[Entry]:
    told = Entry.objects.filter(case=case, verb=verb).order_by("seq")
    return [e for e in told if facts.items() <= e.facts.items()]


def test_a_breach_is_dated_when_it_fell_due_however_late_we_notice(case: Case) -> None:
    noticed = REPAIR_DUE + timedelta(hours=7)
    catch_up(noticed)
    (breach,) = entries(case, "breach", clock="FAULT_REPAIR")
    assert breach.at == noticed
    assert datetime.fromisoformat(breach.facts["happened_at"]) == REPAIR_DUE
    assert breach.facts["layer"] == "LAW"


def test_nothing_is_acted_on_twice(case: Case) -> None:
    late = REPAIR_DUE + timedelta(minutes=1)
    assert catch_up(late) > 0
    before = Entry.objects.filter(case=case).count()
    assert catch_up(late) == 0
    assert Entry.objects.filter(case=case).count() == before


def test_each_level_is_noted_when_it_fell(case: Case) -> None:
    catch_up(REPAIR_DUE + timedelta(hours=25))
    alarms = Alarm.objects.filter(case=case, clock="FAULT_REPAIR").order_by("level")
    assert [a.level for a in alarms] == [50, 80, 100, 101]
    half = NOW + (REPAIR_DUE - NOW) / 2
    assert alarms[0].fell_at == half
    assert alarms[3].fell_at == REPAIR_DUE + timedelta(hours=24)


def test_a_warning_is_a_row_and_no_entry(case: Case) -> None:
    before = Entry.objects.filter(case=case).count()
    catch_up(NOW + timedelta(minutes=6))
    assert Alarm.objects.filter(case=case, level=50).exists()
    assert Entry.objects.filter(case=case).count() == before


def test_four_fifths_of_a_binding_clock_call_the_team_leader(case: Case) -> None:
    PromiseRow.objects.filter(case=case).exclude(clock="FAULT_REPAIR").delete()
    catch_up(NOW + timedelta(hours=39))
    (call,) = entries(case, "escalate")
    assert call.facts["level"] == "L1"
    note = Message.objects.get(case=case, seq=call.seq)
    assert (note.reader, note.template) == ("staff", "W09")
    assert "故障修复时限已用去八成" in note.body
    assert "138" not in note.masked


def test_a_broken_law_calls_the_leader_on_duty_and_tells_the_customer(case: Case) -> None:
    PromiseRow.objects.filter(case=case).exclude(clock="FAULT_REPAIR").delete()
    catch_up(REPAIR_DUE)
    assert [e.facts["level"] for e in entries(case, "escalate")] == ["L4"]
    assert Case.objects.get(pk=case.pk).record["escalated"] == "L4"
    (letter,) = Message.objects.filter(case=case, template="N27")
    assert "48小时" in letter.body


def test_a_level_is_called_once(case: Case) -> None:
    catch_up(REPAIR_DUE + timedelta(days=40))
    levels = [e.facts["level"] for e in entries(case, "escalate")]
    assert levels == sorted(set(levels))


def test_a_late_answer_is_owned_up_to_once(case: Case) -> None:
    catch_up(NOW + timedelta(days=20))
    (letter,) = Message.objects.filter(case=case, template="N46")
    assert "10月3日 24:00" in letter.body
    assert "通信管理局" in letter.body


def test_what_was_warned_of_and_then_kept_is_never_broken(cast: Cast, case: Case) -> None:
    catch_up(NOW + timedelta(hours=20))
    make_move(owner_of(cast, case), case.number, "accept", {}, now=NOW + timedelta(hours=21))
    catch_up(NOW + timedelta(days=3))
    assert Alarm.objects.filter(case=case, clock="ACCEPT", level=80).exists()
    assert not entries(case, "breach", clock="ACCEPT")


def test_a_promise_kept_late_while_nobody_looked_is_still_broken(cast: Cast, case: Case) -> None:
    make_move(owner_of(cast, case), case.number, "accept", {}, now=NOW + timedelta(hours=30))
    catch_up(NOW + timedelta(hours=31))
    (breach,) = entries(case, "breach", clock="ACCEPT", pack="SEED-D")
    due = NOW + timedelta(hours=24)
    assert datetime.fromisoformat(breach.facts["happened_at"]) == due


def test_a_paused_clock_is_silent_until_the_pause_has_used_its_cap(cast: Cast, case: Case) -> None:
    later = NOW + timedelta(hours=1)
    make_move(cast.manager, case.number, "annotate", {"text": "等待"}, now=later)
    pause = {"reason": "WAIT_USER_TIME", "evidence": "电话录音", "resume_condition": "用户到家"}
    make_move(owner_of(cast, case), case.number, "pause", pause, now=later)
    asked = Entry.objects.get(case=case, verb="request")
    make_move(cast.manager, case.number, "approve", {"request": asked.seq}, now=later)
    row = PromiseRow.objects.get(case=case, clock="ANSWER", pack="CN-NATIONAL")
    assert row.paused_since is None
    paused = PromiseRow.objects.filter(case=case).exclude(paused_since=None)
    for one in paused:
        assert one.alarm_level == 100
        assert one.alarm_at == one.due_at


def test_the_ledger_holds_and_rebuilding_changes_nothing(case: Case) -> None:
    catch_up(NOW + timedelta(days=30))
    stored = Case.objects.get(pk=case.pk)
    assert verify(stored) is None
    assert differences(stored) == []


def test_whoever_listens_hears_what_fell(case: Case) -> None:
    heard: list[Alarms] = []
    before = events.listeners()
    events.wire({Alarms: (heard.append,)})
    try:
        act_on_due(NOW + timedelta(minutes=6))
    finally:
        events.wire(before)
    assert {fall.row.case_id for told in heard for fall in told.falls} == {case.id}


def test_the_next_moment_is_the_next_alarm(case: Case) -> None:
    first = min(r.alarm_at for r in PromiseRow.objects.filter(case=case) if r.alarm_at)
    assert next_moment() == first


def test_the_system_itself_may_be_asked_to_escalate(case: Case) -> None:
    words = {"level": "L3", "because": "外部机构转办"}
    make_move(SYSTEM, case.number, "escalate", words, now=NOW)
    catch_up(NOW + timedelta(hours=23))
    assert [e.facts["level"] for e in entries(case, "escalate")] == ["L3"]
