"""The owner hears that a promise on the case is nearly due, and that it broke; each once (§10)."""

from cast import Cast
from console.conftest import Enter
from jiesu.cases.models import Case, Entry, PromiseRow
from jiesu.console.together.models import Notice
from jiesu.people.models import Grant, Staff
from tale import Tale


def heard(tale: Tale, kind: str) -> list[str]:
    """Of which clocks the owner was told, in this way."""
    rows = Notice.objects.filter(staff=tale.owner.staff_id, kind=kind).order_by("id")
    return list(rows.values_list("clock", flat=True))


def accepted(cast: Cast) -> Tale:
    tale = Tale(cast)
    tale.say(tale.owner, "accept", 0.1)
    return tale


def until(tale: Tale, clock: str, part: float) -> None:
    """So much of the time of the promise has passed, and the clock-keeper has seen it."""
    rows = PromiseRow.objects.filter(case=tale.case.pk, clock=clock, stopped_at=None)
    row = rows.earliest("due_at")
    there = row.started_at + (row.due_at - row.started_at) * part
    tale.fall(seconds=(there - tale.now).total_seconds())


def test_the_owner_is_told_once_before_an_answer_is_due_and_once_when_it_broke(
    cast: Cast, enter: Enter
) -> None:
    """Several packs promise the answer; it is one thing to hurry."""
    tale = accepted(cast)
    until(tale, "ANSWER", 0.7)
    assert "ANSWER" not in heard(tale, "due")
    until(tale, "ANSWER", 0.9)
    assert heard(tale, "due").count("ANSWER") == 1
    page = enter(tale.owner).get("/console/together/inbox").content.decode()
    assert "承诺的时限将到" in page
    until(tale, "ANSWER", 1.01)
    assert "ANSWER" in heard(tale, "breach")
    broke = Entry.objects.filter(case=tale.case.pk, verb="breach")
    assert len(heard(tale, "breach")) == broke.count(), "each broken promise once"
    tale.fall(minutes=1)
    assert len(heard(tale, "breach")) == broke.count()


def test_an_internal_target_is_told_when_it_is_missed_and_not_before(cast: Cast) -> None:
    """As the ladder does (§11.5)."""
    tale = accepted(cast)
    internal = PromiseRow.objects.filter(case=tale.case.pk, binding=False, stopped_at=None)
    clock = internal.earliest("due_at").clock
    until(tale, clock, 0.95)
    assert clock not in heard(tale, "due")
    until(tale, clock, 1.01)
    assert clock in heard(tale, "breach")


def test_when_nobody_looked_in_between_the_breach_alone_is_told(cast: Cast) -> None:
    tale = accepted(cast)
    until(tale, "ANSWER", 1.01)
    assert "ANSWER" in heard(tale, "breach")
    assert "ANSWER" not in heard(tale, "due")


def test_an_owner_whom_the_ladder_calls_is_not_told_twice(cast: Cast) -> None:
    """He leads the service too, so the call about his own case goes to him."""
    tale = accepted(cast)
    owner = Staff.objects.get(work_no=tale.owner.work_no)
    Grant.objects.filter(role="R21").update(staff=owner)
    until(tale, "ANSWER", 0.9)
    assert Notice.objects.filter(staff=owner, kind="call").exists()
    assert "ANSWER" not in heard(tale, "due")


def test_a_case_nobody_owns_tells_no_owner(cast: Cast) -> None:
    tale = accepted(cast)
    Case.objects.filter(pk=tale.case.pk).update(owner=None)
    until(tale, "ANSWER", 1.01)
    assert not Notice.objects.filter(kind="due").exists()
    assert heard(tale, "breach") == []
