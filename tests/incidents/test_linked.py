"""A complaint joins an outage, hears of it once a change, leaves; its ledger tells all of it."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from cast import Cast
from incidents.declared import FIBRE, WORK, declared
from jiesu.cases.actions.merge import proposal_for
from jiesu.cases.clocks import promises_of
from jiesu.cases.flow import OPEN, steps_of
from jiesu.cases.intake.earlier import earlier_cases
from jiesu.cases.models import Case, Entry
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed, Unfit, WrongState
from jiesu.cases.verify import verify
from jiesu.incidents.models import Outage
from jiesu.incidents.outages import close_outage, declare_outage, estimate_outage
from jiesu.incidents.telling import tell, tell_job
from jiesu.kit.statements import fetch
from jiesu.people.actor import Actor
from tale import NOW, Tale

HOUR = timedelta(hours=1)


@pytest.fixture
def tale(cast: Cast) -> Tale:
    return Tale(cast, FIBRE)


def join(tale: Tale, outage: Outage, **words: Any) -> Entry:
    return tale.say(tale.cast.agent, "join_outage", 0.1, outage=outage.number, **words)


def estimated(by: Actor, outage: Outage, tale: Tale, **words: Any) -> None:
    """The register learns something, and the job runs."""
    estimate_outage(by, outage.number, words, now=tale.now)
    tell(outage.number, tale.now)


def restored(by: Actor, outage: Outage, tale: Tale, **words: Any) -> None:
    close_outage(by, outage.number, {"root_cause": "R-LINE", **words}, now=tale.now)
    tell(outage.number, tale.now)


def whole(tale: Tale) -> None:
    """The ledger proves itself and derives what is stored."""
    assert differences(tale.stored) == []
    assert verify(tale.stored) is None


def test_whoever_joins_reads_why_and_until_when(tale: Tale, outage: Outage) -> None:
    entry = join(tale, outage)
    assert (tale.stored.outage, tale.state) == (outage.number, "REGISTERED")
    assert (entry.facts["outage"], entry.facts["cause"]) == (outage.number, "光缆被挖断")
    body = tale.letter("N12").body
    assert "因光缆被挖断影响上网" in body
    assert "预计9月18日 20:30（周五）恢复" in body
    whole(tale)


def test_where_nobody_can_tell_when_no_time_is_promised(tale: Tale, watch: Actor) -> None:
    join(tale, declared(watch, eta=None))
    assert "预计抢修后尽快恢复" in tale.letter("N12").body


def test_a_time_that_has_passed_is_promised_to_nobody(tale: Tale, outage: Outage) -> None:
    tale.say(tale.cast.agent, "join_outage", 4, outage=outage.number)
    assert "预计抢修后尽快恢复" in tale.letter("N12").body


def test_whoever_joins_work_that_takes_too_long_reads_no_end_in_the_past(
    tale: Tale, watch: Actor
) -> None:
    work = declare_outage(watch, {**WORK, "since": NOW, "until": NOW + HOUR}, now=NOW).outage
    tale.say(tale.cast.agent, "join_outage", 2, outage=work.number)
    assert "N48" not in tale.letters()
    assert "因网络设备升级影响上网" in tale.letter("N12").body


def test_whoever_joins_planned_work_reads_from_when_to_when(tale: Tale, watch: Actor) -> None:
    join(tale, declare_outage(watch, WORK, now=NOW).outage)
    assert "因网络设备升级，幸福花园、和平路于9月18日 23:30" in tale.letter("N48").body


def test_one_outage_at_a_time(tale: Tale, outage: Outage, watch: Actor) -> None:
    join(tale, outage)
    for other in (outage, declared(watch)):
        with pytest.raises(WrongState):
            join(tale, other)


def test_what_is_no_outage_here_is_not_joined(tale: Tale, cast: Cast, watch: Actor) -> None:
    over = declared(watch)
    close_outage(watch, over.number, {"root_cause": "R-LINE"}, now=NOW)
    Outage.objects.filter(pk=declared(watch).pk).update(unit=cast.other_city, number="QZ-ELSE")
    for number in (over.number, "QZ-ELSE", "QZ-NONE", "' OR 1=1 --"):
        with pytest.raises(Unfit):
            tale.say(cast.agent, "join_outage", outage=number)
    assert tale.letters() == ["N01"]


def test_who_may_neither_classify_nor_dispatch_joins_nothing(
    tale: Tale, cast: Cast, outage: Outage
) -> None:
    for other in (cast.inspector, cast.privacy):
        with pytest.raises(NotAllowed):
            tale.say(other, "join_outage", outage=outage.number)
    with pytest.raises(NotAllowed):
        tale.say(tale.customer, "join_outage", outage=outage.number)


def test_a_new_time_is_told_once_to_everybody_who_waits(
    tale: Tale, outage: Outage, watch: Actor
) -> None:
    join(tale, outage)
    estimated(watch, outage, tale, eta=NOW + timedelta(hours=6))
    assert tale.letters().count("N12") == 2
    assert "23:30" in tale.letter("N12").body
    assert tell(outage.number, tale.now) == 0
    assert tale.letters().count("N12") == 2
    whole(tale)


def test_whoever_joins_after_a_change_is_not_told_it_again(
    tale: Tale, outage: Outage, watch: Actor
) -> None:
    estimate_outage(watch, outage.number, {"cause": "停电"}, now=tale.now)
    join(tale, outage)
    assert tell(outage.number, tale.now) == 0
    assert tale.letters().count("N12") == 1


def test_two_changes_before_anybody_is_told_are_told_as_one(
    tale: Tale, outage: Outage, watch: Actor
) -> None:
    join(tale, outage)
    estimate_outage(watch, outage.number, {"cause": "停电"}, now=tale.now)
    restored(watch, outage, tale)
    assert tale.letters()[-2:] == ["N12", "N19O"]
    assert "outage_moved" not in tale.verbs()


def test_other_places_are_no_news_to_whoever_waits(
    tale: Tale, outage: Outage, watch: Actor
) -> None:
    join(tale, outage)
    before = waiting_jobs()
    estimate_outage(watch, outage.number, {"places": ["幸福花园"]}, now=tale.now)
    assert waiting_jobs() == before
    estimate_outage(watch, outage.number, {"cause": "停电"}, now=tale.now)
    assert waiting_jobs() == before + 1


def waiting_jobs() -> int:
    return int(
        fetch("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [tell_job.name])[0][0]
    )


def test_the_news_is_queued_only_if_what_it_tells_is_kept(outage: Outage, watch: Actor) -> None:
    with pytest.raises(Unfit):
        close_outage(watch, outage.number, {"root_cause": "R-NONE"}, now=NOW)
    assert waiting_jobs() == 0
    close_outage(watch, outage.number, {"root_cause": "R-LINE"}, now=NOW)
    assert waiting_jobs() == 1


def test_when_service_is_back_it_is_told_and_a_call_to_confirm_is_due(
    tale: Tale, outage: Outage, watch: Actor
) -> None:
    join(tale, outage)
    tale.now = NOW + timedelta(hours=3)
    back = NOW + timedelta(hours=2)
    restored(watch, outage, tale, restored_at=back)
    assert "已于9月18日 19:30（周五）恢复" in tale.letter("N19O").body
    assert tale.stored.record["restored_at"] == back.isoformat()
    assert tale.stored.outage == outage.number
    assert tell(outage.number, tale.now) == 0
    whole(tale)


def test_the_repair_promised_by_law_ends_when_service_was_back(
    tale: Tale, outage: Outage, watch: Actor
) -> None:
    join(tale, outage)
    tale.now = NOW + timedelta(hours=3)
    restored(watch, outage, tale, restored_at=NOW + timedelta(hours=2))
    assert repair(tale).stopped_at == NOW + timedelta(hours=2)


def test_a_line_that_stays_bad_is_owed_its_repair_as_before(
    tale: Tale, outage: Outage, watch: Actor
) -> None:
    due = repair(tale).due_at
    join(tale, outage)
    restored(watch, outage, tale)
    tale.say(tale.cast.agent, "leave_outage", reason="still_bad", note="重启光猫后红灯仍亮")
    assert (repair(tale).stopped_at, repair(tale).due_at) == (None, due)
    assert tale.stored.outage == ""
    assert "restored_at" not in {k: v for k, v in tale.stored.record.items() if v}
    whole(tale)


def repair(tale: Tale) -> Any:
    entries = Entry.objects.filter(case=tale.case).order_by("seq")
    owed = promises_of(tale.stored, entries)
    return next(p for p in owed if p.clock == "FAULT_REPAIR" and p.pack == "CN-NATIONAL")


def test_who_left_hears_no_more_and_may_join_another(
    tale: Tale, outage: Outage, watch: Actor
) -> None:
    join(tale, outage)
    tale.say(tale.cast.agent, "leave_outage", reason="another_fault")
    restored(watch, outage, tale)
    assert "N19O" not in tale.letters()
    with pytest.raises(WrongState):
        tale.say(tale.cast.agent, "leave_outage", reason="another_fault")
    join(tale, declared(watch))
    whole(tale)


def test_whoever_ended_meanwhile_hears_nothing(tale: Tale, outage: Outage, watch: Actor) -> None:
    join(tale, outage)
    tale.say(tale.customer, "withdraw", proof="portal", reference="P-1")
    restored(watch, outage, tale)
    assert "N19O" not in tale.letters()


def test_its_orders_to_the_line_go_on_with_the_outage(tale: Tale, outage: Outage) -> None:
    tale.say(tale.owner, "accept")
    tale.say(tale.cast.dispatcher, "dispatch")
    join(tale, outage)
    order = tale.proceeding("order")
    assert (order.state, order.closed_at) == ("CONVERTED_TO_OUTAGE", tale.now)
    entry = Entry.objects.get(case=tale.case, verb="order_convert")
    assert (entry.by_kind, entry.facts["outage"]) == ("system", outage.number)
    owed = promises_of(tale.stored, Entry.objects.filter(case=tale.case).order_by("seq"))
    running = {promise.clock for promise in owed if promise.running}
    assert not running & {"DEPT_ACK", "ON_SITE", "SAME_DAY", "FIRST_RESPONSE"}
    assert "FAULT_REPAIR" in running
    whole(tale)


def test_once_service_is_back_a_line_still_bad_has_its_own_crew_again(
    tale: Tale, outage: Outage, watch: Actor
) -> None:
    tale.say(tale.owner, "accept")
    join(tale, outage)
    restored(watch, outage, tale)
    tale.say(tale.cast.dispatcher, "dispatch")
    assert Entry.objects.get(case=tale.case, verb="dispatch").facts["order_type"] == "LINE"
    whole(tale)


def test_its_orders_go_on_by_themselves_where_that_is_wanted(tale: Tale, outage: Outage) -> None:
    tale.say(tale.owner, "accept")
    tale.say(tale.cast.dispatcher, "dispatch")
    join(tale, outage, orders="keep")
    assert tale.proceeding("order").state == "AT_DEPT"


def test_a_question_to_a_department_is_no_order_to_the_line(tale: Tale, outage: Outage) -> None:
    tale.say(tale.owner, "accept")
    due = tale.now + timedelta(days=2)
    asked = {"way": "CONSULT", "unit": "D-NET", "question": "是否群障？", "due": due}
    tale.say(tale.owner, "consult", **asked)
    join(tale, outage)
    assert tale.proceeding("order").state == "AT_DEPT"


def test_a_case_of_another_outage_is_no_repeat(tale: Tale, outage: Outage) -> None:
    join(tale, outage)
    known = earlier_cases([FIBRE])[0]
    assert [one.case.outage for one in known] == [outage.number]


def test_everybody_of_many_is_told_in_batches(cast: Cast, outage: Outage, watch: Actor) -> None:
    tales = [Tale(cast, replace(FIBRE, account=f"07550001{n:04}")) for n in range(7)]
    for one in tales:
        join(one, outage)
    close_outage(watch, outage.number, {"root_cause": "R-LINE"}, now=tales[0].now)
    assert tell(outage.number, tales[0].now, batch=3) == 7
    assert tell(outage.number, tales[0].now, batch=3) == 0
    over = Entry.objects.filter(verb="outage_over").values_list("case", flat=True)
    assert sorted(over) == sorted(Case.objects.values_list("pk", flat=True))


def test_different_users_of_one_outage_are_linked_not_merged(
    tale: Tale, cast: Cast, outage: Outage
) -> None:
    """§15.2: one cable was cut, and each has a complaint of his own."""
    other = Tale(cast, replace(FIBRE, phone="13800009999", account="075500019999"))
    for one in (tale, other):
        join(one, outage)
    proposal = proposal_for(tale.stored, other.stored, tale.now)
    assert proposal
    assert proposal.kind == "link"
    with pytest.raises(WrongState):
        other.say(cast.dispatcher, "merge", into=tale.case.number)


def test_a_complaint_merged_away_waits_for_the_outage_with_its_master(
    tale: Tale, cast: Cast, outage: Outage, watch: Actor
) -> None:
    again = Tale(cast, FIBRE, now=NOW + timedelta(minutes=5))
    join(again, outage)
    again.say(cast.dispatcher, "merge", 0.1, into=tale.case.number)
    assert tale.stored.outage == outage.number
    restored(watch, outage, again)
    assert "N19O" in tale.letters()
    assert "N19O" not in again.letters()
    for one in (tale, again):
        whole(one)


def test_it_joins_while_it_is_open_and_never_after() -> None:
    for verb in ("join_outage", "leave_outage", "outage_moved"):
        assert {state for step in steps_of(verb) for state in step.sources} == OPEN
        assert {target for step in steps_of(verb) for target in step.targets} == set()


def test_one_that_cannot_be_told_silences_no_other(
    cast: Cast, outage: Outage, watch: Actor
) -> None:
    broken, well = (Tale(cast, replace(FIBRE, account=f"07550001{n:04}")) for n in range(2))
    for one in (broken, well):
        join(one, outage)
    masked = broken.stored.masked
    Case.objects.filter(pk=broken.case.pk).update(masked=["no letter can be addressed by this"])
    close_outage(watch, outage.number, {"root_cause": "R-LINE"}, now=well.now)
    with pytest.raises(ExceptionGroup, match="1 complaints of QZ"):
        tell(outage.number, well.now)
    assert "N19O" in well.letters()
    Case.objects.filter(pk=broken.case.pk).update(masked=masked)
    assert tell(outage.number, well.now) == 1
    assert "N19O" in broken.letters()
