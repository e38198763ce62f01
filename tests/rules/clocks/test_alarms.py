"""C11: warnings at shares of the time, the breach at its own moment, then every 24 h."""

from datetime import timedelta

from jiesu.rules.clocks.derive import effective, next_alarm
from jiesu.rules.clocks.promise import Promise
from rules.clocks.ledger import Ledger, at


def accept() -> Ledger:
    return Ledger("SEED-D").say("receive", "2026-11-02 09:00")


def alarms(promise: Promise, count: int) -> list[tuple[str, int]]:
    found, level = [], 0
    for _ in range(count):
        alarm = next_alarm(promise, level)
        if alarm is None:
            break
        moment, level = alarm
        found.append((f"{(moment - promise.started_at) / timedelta(hours=1):g}h", level))
    return found


def test_it_warns_at_half_and_four_fifths_then_breaks_then_comes_daily() -> None:
    assert alarms(accept().one("ACCEPT"), 5) == [
        ("12h", 50),
        ("19.2h", 80),
        ("24h", 100),
        ("48h", 101),
        ("72h", 102),
    ]


def test_a_rule_may_warn_at_its_own_share() -> None:
    order = Ledger("SEED-E").say("order_assign", "2026-11-02 09:00", order="1")
    assert [level for _, level in alarms(order.one("FIRST_RESPONSE"), 2)] == [66, 100]


def test_what_was_done_in_time_is_never_alarmed() -> None:
    assert next_alarm(accept().say("accept", "2026-11-03 09:00").one("ACCEPT"), 0) is None


def test_what_was_done_late_still_owes_its_breach_at_the_moment_it_fell() -> None:
    late = accept().say("accept", "2026-11-05 09:00").one("ACCEPT")
    assert next_alarm(late, 0) == (at("2026-11-03 09:00"), 100)
    assert next_alarm(late, 100) is None


def test_a_pause_is_not_warned_about_but_ends_at_its_cap() -> None:
    case = Ledger("SEED-A").say("receive", "2026-11-02 09:00").say("ask", "2026-11-02 10:00")
    paused = case.one("ACCEPT")
    assert next_alarm(paused, 0) == (paused.due_at, 100)


def test_an_internal_target_never_decides_while_a_binding_promise_runs() -> None:
    case = Ledger("SEED-D", "INTERNAL-TARGETS", "SEED-A")
    case.say("receive", "2026-11-02 09:00").say("accept", "2026-11-02 10:00")
    progress = effective(case.promises(), "PROGRESS")
    assert progress is not None
    assert progress.pack == "SEED-A"
    touch = effective(case.say("register", "2026-11-02 10:05").promises(), "FIRST_TOUCH")
    assert touch is not None
    assert not touch.binding
