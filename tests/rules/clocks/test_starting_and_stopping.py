"""What begins a promise, what ends it, and what takes the end back (§10, §11.2)."""

from datetime import timedelta

import pytest

from rules.clocks.ledger import Ledger, at


def fresh(*packs: str, **facts: object) -> Ledger:
    return Ledger(*packs).say("receive", "2026-09-18 17:30", **facts)


def test_a_letter_counts_from_the_day_it_was_signed_for() -> None:
    case = fresh("CN-NATIONAL", received_at="2026-09-16T02:00:00+00:00")
    assert case.one("ANSWER").started_at == at("2026-09-16 10:00")
    assert case.due("ANSWER") == at("2026-10-01 24:00")


def test_a_receipt_later_than_its_entry_does_not_help_us() -> None:
    case = fresh("SEED-D", received_at="2026-09-20T02:00:00+00:00")
    assert case.due("ACCEPT") == at("2026-09-19 17:30")


def test_acceptance_stops_acceptance_and_nothing_else() -> None:
    case = fresh("SEED-D").say("accept", "2026-09-18 18:00")
    assert case.one("ACCEPT").stopped_at == at("2026-09-18 18:00")
    assert case.one("ACCEPT").stop_seq == 2
    assert case.one("INVEST").running


@pytest.mark.parametrize("verb", ["refuse", "transfer", "withdraw", "close"])
def test_the_end_of_a_case_ends_what_belongs_to_it(verb: str) -> None:
    case = fresh("CN-NATIONAL", "SEED-D", category="N-01-03").say(verb, "2026-09-19 09:00")
    assert all(not promise.running for promise in case.promises())


def test_a_promised_payment_and_an_appeal_outlive_the_case() -> None:
    case = fresh("INTERNAL-TARGETS").say("agree", "2026-09-19 09:00", remedies=["CP1"])
    case.say("appeal", "2026-09-19 10:00").say("close", "2026-09-19 11:00")
    assert case.one("REMEDY_PAY").running
    assert case.one("APPEAL").running
    case.say("pay_remedy", "2026-09-30 10:00", complete=True).say(
        "decide_appeal", "2026-10-09 10:00"
    )
    assert not case.one("REMEDY_PAY").running
    assert not case.one("APPEAL").running


def test_no_remedy_no_payment_clock() -> None:
    assert fresh("INTERNAL-TARGETS").say("agree", "2026-09-19 09:00").all("REMEDY_PAY") == []


def test_each_order_has_its_own_first_response() -> None:
    case = Ledger("SEED-E")
    case.say("order_assign", "2026-09-18 10:00", order="1")
    case.say("order_assign", "2026-09-18 10:10", order="2")
    case.say("order_contact", "2026-09-18 10:20", order="2")
    first, second = case.all("FIRST_RESPONSE")
    assert first.running
    assert not second.running


def test_a_settled_case_stops_the_clocks_of_all_its_orders() -> None:
    case = Ledger("SEED-E")
    case.say("order_assign", "2026-09-18 10:00", order="1")
    case.say("order_assign", "2026-09-18 10:10", order="2")
    assert not any(p.running for p in case.say("settle", "2026-09-18 10:20").promises())


def test_a_reschedule_after_the_window_is_still_late() -> None:
    case = Ledger("SEED-E")
    case.say("order_appoint", "2026-09-18 10:00", order="1", window_end="2026-09-18T06:00:00+00:00")
    case.say(
        "order_reschedule", "2026-09-18 15:00", order="1", window_end="2026-09-18T10:00:00+00:00"
    )
    broken, present = case.all("ON_TIME")
    assert broken.broken(at("2026-09-18 15:00"))
    assert present.due_at == at("2026-09-18 18:00")


def test_progress_is_owed_again_after_each_word_but_not_before_acceptance() -> None:
    case = fresh("SEED-A").say("contact", "2026-09-18 17:40", reached=True)
    assert case.all("PROGRESS") == []
    case.say("accept", "2026-09-18 18:00").say("contact", "2026-09-21 09:00", reached=True)
    assert [one.running for one in case.all("PROGRESS")] == [False, True]
    assert case.due("PROGRESS") == at("2026-09-24 24:00")
    case.say("resolve", "2026-09-22 09:00").say("contact", "2026-09-22 10:00", reached=True)
    assert not any(one.running for one in case.all("PROGRESS"))


def test_a_reopened_case_counts_anew_and_keeps_the_old_breach() -> None:
    case = fresh("CN-NATIONAL").say("resolve", "2026-10-06 09:00")
    case.say("reopen", "2026-10-08 09:00", answered=True)
    old, new = case.all("ANSWER")
    assert old.broken(at("2026-10-08 09:00"))
    assert (old.cycle, new.cycle) == (1, 2)
    assert new.due_at == at("2026-10-23 24:00")


@pytest.mark.parametrize("facts", [{"answered": False}, {}])
def test_a_claim_never_answered_keeps_its_old_due_when_reopened(facts: dict[str, bool]) -> None:
    case = fresh("CN-NATIONAL").say("resolve", "2026-09-20 09:00")
    case.say("reopen", "2026-09-22 09:00", **facts)
    assert case.one("ANSWER").running
    assert case.due("ANSWER") == at("2026-10-03 24:00")


def test_a_returned_reply_never_was_one() -> None:
    case = fresh("12345-GENERIC", external_source="12345")
    case.say("reply_external", "2026-09-22 09:00", external_source="12345")
    assert case.due("EXTERNAL") is None
    case.say("external_returned", "2026-09-23 09:00", external_source="12345")
    assert case.due("EXTERNAL") == at("2026-09-24 24:00")


def test_two_bodies_have_a_deadline_each() -> None:
    case = fresh("12345-GENERIC", "MIIT-35", external_source="12345")
    case.say("attach_external", "2026-09-19 09:00", external_source="miit")
    case.say("reply_external", "2026-09-20 09:00", external_source="12345")
    first, second = case.all("EXTERNAL")
    assert (first.pack, first.running) == ("12345-GENERIC", False)
    assert (second.pack, second.running) == ("MIIT-35", True)


def test_the_12315_rule_book_changes_with_the_day_of_the_event() -> None:
    case = Ledger("12315-2020", "12315-2026")
    told = {"external_source": "12315", "procedure": "ODR"}
    case.say("receive", "2026-04-14 23:59", **told).say(
        "attach_external", "2026-04-15 00:00", **told
    )
    assert [one.pack for one in case.all("ODR_12315")] == ["12315-2020", "12315-2026"]


def test_a_merged_case_stops_and_an_unmerged_one_goes_on() -> None:
    case = fresh("SEED-D").say("merge", "2026-09-18 18:00", into="TS1")
    assert case.due("INVEST") is None
    case.say("unmerge", "2026-09-18 19:00")
    assert case.due("INVEST") == at("2026-10-15 24:00")


def test_the_master_takes_the_earlier_receipt_and_the_stricter_due() -> None:
    case = fresh("CN-NATIONAL", "SEED-D")
    case.say(
        "merge",
        "2026-09-21 09:00",
        earliest_received_at="2026-09-16T02:00:00+00:00",
        strictest={"INVEST": "2026-09-25T16:00:00+00:00"},
    )
    assert case.one("ANSWER").running
    assert case.due("ANSWER") == at("2026-10-01 24:00")
    assert case.due("INVEST") == at("2026-09-25 24:00")
    assert case.one("ANSWER").original_due_at == at("2026-10-03 24:00")


def test_what_a_merged_case_brought_with_it_leaves_with_it() -> None:
    """§15.2, T27: the strictest due wins while the two are one, and not a day longer."""
    case = fresh("CN-NATIONAL", "SEED-D")
    own = case.promises()
    first = {"INVEST": "2026-09-25T16:00:00+00:00"}
    second = {"INVEST": "2026-09-28T16:00:00+00:00"}
    earlier = "2026-09-16T02:00:00+00:00"
    case.say(
        "merge", "2026-09-21 09:00", child="TS1", strictest=first, earliest_received_at=earlier
    )
    case.say("merge", "2026-09-21 10:00", child="TS2", strictest=second)
    assert case.due("INVEST") == at("2026-09-25 24:00")
    assert case.one("ANSWER").started_at == at("2026-09-16 10:00")
    case.say("unmerge", "2026-09-22 09:00", child="TS1")
    assert case.due("INVEST") == at("2026-09-28 24:00")
    case.say("unmerge", "2026-09-22 10:00", child="TS2")
    assert case.promises() == own


def merged_before_it_is_accepted(due: str) -> Ledger:
    case = fresh("SEED-A").say("merge", "2026-09-18 18:00", child="TS1", strictest={"INVEST": due})
    return case.say("accept", "2026-09-21 09:00")


def test_a_merged_due_binds_what_the_master_promises_only_later() -> None:
    """§15.2: the master was not accepted yet; the merged case was, and its customer waits."""
    case = merged_before_it_is_accepted("2026-09-24T16:00:00+00:00")
    assert case.due("INVEST") == at("2026-09-24 24:00")
    case.say("unmerge", "2026-09-22 09:00", child="TS1")
    assert case.due("INVEST") == fresh("SEED-A").say("accept", "2026-09-21 09:00").due("INVEST")


def test_a_merged_due_that_is_over_was_broken_before_and_breaks_nothing_new() -> None:
    case = merged_before_it_is_accepted("2026-09-20T16:00:00+00:00")
    assert case.due("INVEST") == fresh("SEED-A").say("accept", "2026-09-21 09:00").due("INVEST")


def test_a_merged_due_does_not_bind_a_second_round() -> None:
    case = merged_before_it_is_accepted("2026-09-24T16:00:00+00:00")
    case.say("close", "2026-09-23 09:00").say("reopen", "2026-09-24 09:00")
    second = case.all("INVEST")[-1]
    assert second.cycle == 2
    assert second.due_at == second.original_due_at


def test_a_merged_due_is_kept_though_the_master_was_paused_before() -> None:
    """§15.2: what the master was given by a pause is nothing that the other customer gave."""
    case = fresh("SEED-A").say("accept", "2026-09-18 18:00")
    case.say("pause", "2026-09-18 18:00", reason="WAIT_USER_INFO", evidence="call 7")
    case.say("resume", "2026-09-23 18:00", reason="WAIT_USER_INFO")
    later = case.due("INVEST")
    case.say(
        "merge",
        "2026-09-24 09:00",
        child="TS1",
        strictest={"INVEST": "2026-09-28T16:00:00+00:00"},
    )
    assert later is not None
    assert later > at("2026-09-28 24:00")
    assert case.due("INVEST") == at("2026-09-28 24:00")


def test_a_master_that_is_itself_merged_stays_still_when_its_child_leaves() -> None:
    case = fresh("SEED-D").say("merge", "2026-09-18 18:00", child="TS2")
    case.say("merge", "2026-09-18 19:00", into="TS1")
    case.say("unmerge", "2026-09-18 20:00", child="TS2")
    assert not any(one.running for one in case.promises())


def test_what_was_fulfilled_while_merged_is_fulfilled_after() -> None:
    """T27: the talk took place, whichever number it was noted under."""
    case = fresh("INTERNAL-TARGETS").say("register", "2026-09-18 17:40")
    case.say("merge", "2026-09-18 18:00", into="TS1")
    case.say("contact", "2026-09-18 18:10", reached=True, direction="out", passed_on_to="TS1")
    assert case.one("FIRST_TOUCH").stopped_at == at("2026-09-18 18:00")
    case.say("unmerge", "2026-09-19 09:00")
    assert case.one("FIRST_TOUCH").stopped_at == at("2026-09-18 18:10")


def test_a_fault_recognised_after_a_merger_was_taken_back_is_owed() -> None:
    """T27: what could still begin before the merger can begin after it."""
    case = fresh("CN-NATIONAL").say("merge", "2026-09-18 18:00", into="TS1")
    case.say("unmerge", "2026-09-18 19:00", out_of="TS1")
    case.say("classify", "2026-09-18 20:00", category="N-01-03")
    assert case.due("FAULT_REPAIR") == at("2026-09-20 17:30")


def test_a_pause_lasts_through_a_merger() -> None:
    """T27: clocks stand after it as if there had been none."""
    story = [
        ("accept", "2026-09-18 18:00", {}),
        ("pause", "2026-09-21 09:00", {"reason": "WAIT_USER_INFO", "evidence": "call 7"}),
        ("merge", "2026-09-21 10:00", {"into": "TS1"}),
        ("unmerge", "2026-09-23 09:00", {"out_of": "TS1"}),
        ("resume", "2026-09-23 18:00", {"reason": "WAIT_USER_INFO"}),
    ]
    merged, plain = fresh("SEED-A"), fresh("SEED-A")
    for verb, moment, facts in story:
        merged.say(verb, moment, **facts)
        if verb.endswith("merge"):
            plain.say("annotate", moment)
        else:
            plain.say(verb, moment, **facts)
    assert merged.promises() == plain.promises()
    assert merged.one("INVEST").paused_total > timedelta(days=2)


def test_what_is_passed_on_to_a_master_is_promised_there() -> None:
    """T27: a merged case makes no promise of its own."""
    case = fresh("SEED-F").say("merge", "2026-09-18 18:00", into="TS1")
    case.say("expedite", "2026-09-18 19:00", within_limit=False, passed_on_to="TS1")
    assert case.all("EXPEDITE") == []


def test_a_fault_recognised_later_was_owed_from_the_beginning() -> None:
    case = fresh("CN-NATIONAL").say("register", "2026-09-18 18:00", category="N-01-03")
    assert case.due("FAULT_REPAIR") == at("2026-09-20 17:30")


def test_a_case_that_turns_out_to_be_no_fault_keeps_what_it_owed_until_then() -> None:
    case = fresh("CN-NATIONAL", category="N-01-03")
    case.say("classify", "2026-09-21 09:00", category="F-01-01")
    assert case.one("FAULT_REPAIR").broken(at("2026-09-21 09:00"))
    case.say("classify", "2026-09-21 10:00", category="N-01-03")
    assert case.one("FAULT_REPAIR").running


def test_a_rural_address_found_later_moves_the_repair() -> None:
    case = fresh("CN-NATIONAL", category="N-01-03").say("register", "2026-09-18 18:00", rural=True)
    assert case.due("FAULT_REPAIR") == at("2026-09-21 17:30")


def test_a_raised_priority_does_not_make_an_older_promise_late() -> None:
    case = Ledger("INTERNAL-TARGETS").say("register", "2026-09-18 18:00")
    case.say("prioritise", "2026-09-18 18:12", priority="P1")
    assert case.due("ASSIGN") == at("2026-09-18 18:15")


def test_a_fault_of_the_users_own_equipment_ends_the_repair_clock() -> None:
    case = fresh("CN-NATIONAL", category="N-04-01")
    assert case.say("find", "2026-09-19 09:00", cause="R-LINE").one("FAULT_REPAIR").running
    assert not case.say("find", "2026-09-19 10:00", cause="C-01").one("FAULT_REPAIR").running


def test_an_expedite_is_answered_by_any_talk_with_the_user() -> None:
    case = Ledger("SEED-F").say("expedite", "2026-09-18 10:00").say("expedite", "2026-09-18 10:05")
    assert len(case.all("EXPEDITE")) == 2
    case.say("contact", "2026-09-18 10:20", reached=True)
    assert not any(one.running for one in case.all("EXPEDITE"))
    assert all(one.running for one in case.all("EXPEDITE_VISIT"))


def test_a_call_that_reached_nobody_is_no_contact() -> None:
    case = Ledger("SEED-F").say("expedite", "2026-09-18 10:00")
    assert case.say("contact", "2026-09-18 10:10", reached=False).one("EXPEDITE").running


@pytest.mark.parametrize(
    ("printed", "due"),
    [
        ("2026-09-22T10:00:00+00:00", "2026-09-22 18:00"),
        ("2026-09-22T18:00", "2026-09-22 18:00"),
        ("2026-09-22", "2026-09-22 24:00"),
    ],
)
def test_a_printed_due_is_read_as_it_stands_on_paper(printed: str, due: str) -> None:
    case = fresh("12345-GENERIC", external_source="12345", printed_due=printed)
    assert case.due("EXTERNAL") == at(due)


def test_a_printed_due_that_is_no_moment_is_told() -> None:
    case = fresh("12345-GENERIC", external_source="12345", printed_due="下周五")
    with pytest.raises(ValueError, match="看不懂时刻“下周五”"):
        case.promises()


def test_money_taken_back_that_is_owed_all_the_same_was_never_paid() -> None:
    """§16: whoever is owed again waits since the agreement, and in the round agreed last."""
    case = fresh("INTERNAL-TARGETS").say("agree", "2026-09-19 09:00", remedies=["CP6"])
    case.say("pay_remedy", "2026-09-21 10:00", complete=True)
    case.say("agree", "2026-09-25 09:00", remedies=["CP8"])
    case.say("pay_remedy", "2026-09-26 10:00", complete=True)
    case.say("reverse_payment", "2026-09-28 10:00", owed_again=True)
    first, second = case.all("REMEDY_PAY")
    assert (first.running, second.running) == (False, True)
    case.say("pay_remedy", "2026-09-29 10:00", complete=True)
    assert not any(one.running for one in case.all("REMEDY_PAY"))


def test_what_is_taken_back_while_money_is_owed_sets_no_former_promise_going() -> None:
    case = fresh("INTERNAL-TARGETS").say("agree", "2026-09-19 09:00", remedies=["CP6"])
    case.say("pay_remedy", "2026-09-21 10:00", complete=True)
    case.say("agree", "2026-09-25 09:00", remedies=["CP8"])
    case.say("pay_remedy", "2026-09-26 10:00", complete=False)
    case.say("reverse_payment", "2026-09-28 10:00", owed_again=True)
    assert [one.running for one in case.all("REMEDY_PAY")] == [False, True]


def test_too_much_taken_back_leaves_the_promise_kept() -> None:
    case = fresh("INTERNAL-TARGETS").say("agree", "2026-09-19 09:00", remedies=["CP6"])
    case.say("pay_remedy", "2026-09-21 10:00", complete=True)
    case.say("reverse_payment", "2026-09-28 10:00")
    assert not case.one("REMEDY_PAY").running


@pytest.mark.parametrize("pack", ["INTERNAL-TARGETS", "PROMISE-SAMEDAY"])
def test_a_part_of_the_money_keeps_no_promise(pack: str) -> None:
    case = fresh(pack).say("agree", "2026-09-19 09:00", remedies=["CP6"])
    assert case.say("pay_remedy", "2026-09-21 10:00", complete=False).one("REMEDY_PAY").running
    assert not case.say("pay_remedy", "2026-09-22 10:00", complete=True).one("REMEDY_PAY").running
