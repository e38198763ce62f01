"""Pauses (C9), extensions (C10) and provisional dues (C2)."""

from datetime import timedelta

from rules.clocks.ledger import Ledger, at


def accepted() -> Ledger:
    return (
        Ledger("SEED-A", "SEED-D", "CN-NATIONAL")
        .say("receive", "2026-11-02 09:00")
        .say("accept", "2026-11-02 10:00")
    )


def test_a_pause_gives_its_length_and_the_day_still_ends_at_midnight() -> None:
    case = accepted().say("pause", "2026-11-03 09:00", reason="WAIT_USER_TIME")
    case.say("resume", "2026-11-04 12:00")
    invest, law = case.of("INVEST", "SEED-A"), case.of("INVEST", "SEED-D")
    assert invest.original_due_at == at("2026-11-09 24:00")
    assert invest.due_at == at("2026-11-11 24:00")
    assert invest.paused_total == timedelta(hours=27)
    assert law.due_at == law.original_due_at


def test_a_paused_clock_of_working_days_ends_on_a_working_day() -> None:
    case = Ledger("SEED-A").say("receive", "2026-11-03 09:00").say("accept", "2026-11-04 10:00")
    assert case.one("SOLVE").due_at == at("2026-11-13 24:00")
    case.say("pause", "2026-11-05 09:00", reason="WAIT_USER_TIME").say("resume", "2026-11-05 10:00")
    assert case.one("SOLVE").due_at == at("2026-11-16 24:00")


def test_a_reason_the_rule_does_not_know_pauses_nothing() -> None:
    case = accepted().say("pause", "2026-11-03 09:00", reason="WAIT_AUTHORITY")
    assert all(one.paused_since is None for one in case.promises())


def test_asking_the_user_pauses_and_the_answer_ends_it() -> None:
    case = accepted().say("ask", "2026-11-03 09:00")
    assert case.of("INVEST", "SEED-A").paused_since == at("2026-11-03 09:00")
    case.say("supplement", "2026-11-03 10:00")
    assert case.of("INVEST", "SEED-A").paused_since is None
    assert case.of("INVEST", "SEED-A").paused_total == timedelta(hours=1)


def test_overlapping_pauses_count_once() -> None:
    case = accepted().say("pause", "2026-11-03 09:00", reason="WAIT_USER_TIME")
    case.say("ask", "2026-11-03 12:00").say("resume", "2026-11-03 15:00", reason="WAIT_USER_TIME")
    case.say("supplement", "2026-11-03 18:00")
    assert case.of("INVEST", "SEED-A").paused_total == timedelta(hours=9)


def test_an_open_pause_gives_no_more_than_its_cap() -> None:
    case = accepted().say("pause", "2026-11-03 09:00", reason="WAIT_USER_TIME")
    open_due = case.of("INVEST", "SEED-A").due_at
    assert at("2026-11-23 00:00") < open_due < at("2026-11-26 00:00")
    case.say("resume", "2027-01-03 09:00")
    assert case.of("INVEST", "SEED-A").due_at == open_due


def test_a_pause_after_the_due_changes_nothing() -> None:
    case = accepted().say("pause", "2026-11-20 09:00", reason="WAIT_USER_TIME")
    assert case.of("INVEST", "SEED-A").due_at == at("2026-11-09 24:00")


def test_a_refused_visit_pauses_the_repair_only_with_proof() -> None:
    for proof, due in ((False, "2026-11-04 09:00"), (True, "2026-11-04 12:00")):
        case = Ledger("CN-NATIONAL").say("receive", "2026-11-02 09:00", category="N-01-03")
        case.say(
            "pause", "2026-11-03 09:00", reason="WAIT_USER_TIME", evidence="call 7" if proof else ""
        )
        case.say("resume", "2026-11-03 12:00")
        assert case.due("FAULT_REPAIR") == at(due)


def extended(**facts: object) -> Ledger:
    new = {"clock": "INVEST", "new_due_at": at("2026-12-01 24:00").isoformat(), "user_told": True}
    return (
        Ledger("SEED-D")
        .say("receive", "2026-11-02 09:00")
        .say("extend", "2026-11-20 09:00", **{**new, **facts})
    )


def test_an_extension_waits_for_its_filing() -> None:
    case = extended()
    assert case.due("INVEST") == at("2026-11-23 24:00")
    case.say("file_extension", "2026-11-23 09:00", clock="INVEST")
    found = case.one("INVEST")
    assert found.due_at == at("2026-12-01 24:00")
    assert found.original_due_at == at("2026-11-23 24:00")
    assert found.extensions == 1


def test_an_extension_filed_too_late_does_not_count() -> None:
    case = extended().say("file_extension", "2026-11-24 00:01", clock="INVEST")
    assert case.due("INVEST") == at("2026-11-23 24:00")


def test_an_extension_the_user_was_not_told_does_not_count() -> None:
    case = extended(user_told=False).say("file_extension", "2026-11-23 09:00", clock="INVEST")
    assert case.due("INVEST") == at("2026-11-23 24:00")


def test_a_second_extension_does_not_count() -> None:
    case = extended().say("file_extension", "2026-11-23 09:00", clock="INVEST")
    new = at("2026-12-10 24:00").isoformat()
    case.say("extend", "2026-11-25 09:00", clock="INVEST", new_due_at=new, user_told=True)
    case.say("file_extension", "2026-11-25 10:00", clock="INVEST")
    assert case.due("INVEST") == at("2026-12-01 24:00")


def test_an_extension_to_a_day_off_does_not_count() -> None:
    case = extended(new_due_at=at("2026-11-28 24:00").isoformat())
    case.say("file_extension", "2026-11-23 09:00", clock="INVEST")
    assert case.due("INVEST") == at("2026-11-23 24:00")


def test_the_legal_answer_cannot_be_extended() -> None:
    case = Ledger("CN-NATIONAL").say("receive", "2026-11-02 09:00")
    new = at("2026-12-10 24:00").isoformat()
    case.say("extend", "2026-11-05 09:00", clock="ANSWER", new_due_at=new, user_told=True)
    case.say("file_extension", "2026-11-05 09:10", clock="ANSWER")
    assert case.due("ANSWER") == at("2026-11-17 24:00")


def test_a_pause_goes_on_after_an_extension_took_effect() -> None:
    """C9, C10: the new date holds what was waited until then, not what is waited after it."""
    case = accepted().say("pause", "2026-11-03 09:00", reason="WAIT_USER_TIME")
    new = at("2026-11-27 24:00").isoformat()
    case.say("extend", "2026-11-04 09:00", clock="INVEST", new_due_at=new, progress_note="yes")
    assert case.of("INVEST", "SEED-A").paused_since == at("2026-11-04 09:00")
    case.say("resume", "2026-11-05 09:00")
    found = case.of("INVEST", "SEED-A")
    assert found.paused_total == timedelta(hours=48)
    assert found.due_at == at("2026-11-30 24:00")


def test_what_a_pause_gave_stays_given_when_the_case_comes_under_another_rule() -> None:
    case = Ledger("CN-NATIONAL").say("receive", "2026-11-02 09:00", category="N-01-03")
    case.say("pause", "2026-11-03 09:00", reason="WAIT_USER_TIME", evidence="call 7")
    case.say("resume", "2026-11-03 12:00")
    case.say("register", "2026-11-03 13:00", rural=True)
    assert case.due("FAULT_REPAIR") == at("2026-11-05 12:00")


def test_a_carry_over_of_one_order_leaves_the_others() -> None:
    case = Ledger("SEED-E")
    for order in ("1", "2"):
        case.say("order_create", "2026-11-02 09:00", order=order, kind="FIELD")
    new = at("2026-11-03 24:00").isoformat()
    case.say("extend", "2026-11-02 15:00", clock="SAME_DAY", order="2", new_due_at=new)
    assert [one.due_at for one in case.all("SAME_DAY")] == [
        at("2026-11-02 24:00"),
        at("2026-11-03 24:00"),
    ]


def test_a_due_in_an_unpublished_year_is_provisional() -> None:
    assert Ledger("SEED-D").say("receive", "2026-12-14 09:00").one("INVEST").provisional
