"""One case that cannot be reckoned must not silence the clocks of all others (C11, C12)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cast import Cast
from jiesu.cases.alarms import act_on_due
from jiesu.cases.calls import call_up
from jiesu.cases.models import Case, Entry, PromiseRow
from jiesu.cases.timed import act_on_waiting
from jiesu.console.together.models import Notice
from tale import DOWN, SLOW, Tale

CALL_UP = "jiesu.cases.alarms.call_up"


@pytest.fixture
def bad(cast: Cast) -> Tale:
    return Tale(cast, DOWN)


@pytest.fixture
def good(cast: Cast) -> Tale:
    return Tale(cast, SLOW)


def broken(tale: Tale) -> bool:
    return Entry.objects.filter(case_id=tale.case.pk, verb="breach").exists()


def three_days_on(tale: Tale) -> None:
    now = tale.now + timedelta(days=3)
    while act_on_due(now).alarms:
        pass


def fails_for(tale: Tale, real: Callable[..., Any]) -> Callable[..., Any]:
    """The same, but for one case."""

    def done(case: Case, *more: Any) -> Any:
        if case.number == tale.case.number:
            raise ArithmeticError("nobody thought of this")
        return real(case, *more)

    return done


def test_a_lost_version_of_a_pack_keeps_no_breach_from_being_told(bad: Tale, good: Tale) -> None:
    """Whom the pack would name is not known; the owner always is."""
    gone = [[bad.case.packs[0][0], "0" * 64], *bad.case.packs[1:]]
    Case.objects.filter(pk=bad.case.pk).update(packs=gone)
    three_days_on(bad)
    assert broken(bad)
    assert broken(good)
    told = Notice.objects.filter(case_id=bad.case.pk, kind="breach")
    assert set(told.values_list("staff_id", flat=True)) == {bad.owner.staff_id}


def test_a_case_that_breaks_is_put_off_and_the_others_are_acted_on(
    bad: Tale, good: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CALL_UP, fails_for(bad, call_up))
    three_days_on(bad)
    assert broken(good)
    assert not broken(bad)
    now = bad.now + timedelta(days=3)
    waits = PromiseRow.objects.filter(case_id=bad.case.pk, alarm_at__gt=now)
    assert waits.filter(alarm_at=now + timedelta(hours=1)).exists()
    monkeypatch.setattr(CALL_UP, call_up)
    while act_on_due(now + timedelta(hours=2)).alarms:
        pass
    late = Entry.objects.filter(case_id=bad.case.pk, verb="breach").first()
    assert late
    assert late.facts["due_at"] < now.isoformat(), "dated when it fell, whenever it was noticed"


def test_a_timed_act_that_breaks_is_put_off_and_does_not_stop_the_others(
    bad: Tale, good: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    for tale in (bad, good):
        tale.say(tale.customer, "withdraw", proof="portal", reference="P-1")
    now = bad.now + timedelta(days=9)

    def full(case: Case, *_more: Any) -> None:
        if case.number == bad.case.number:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("jiesu.cases.actions.archive.write_package", _packs(full))
    acts = {}
    while act := act_on_waiting(now):
        acts[act.number] = act
    assert acts[good.case.number].refused == ""
    assert "OSError" in acts[bad.case.number].refused
    put_off = Case.objects.get(pk=bad.case.pk)
    assert (put_off.state, put_off.waits_until) == ("WITHDRAWN", now + timedelta(hours=1))


def _packs(check: Callable[[Case], None]) -> Callable[..., None]:
    def packed(file: Any, case: Case, entries: Any) -> None:
        check(case)
        file.write(f"{case.number} {len(entries)}".encode())

    return packed
