"""Who is called to a case in trouble hears of it: up the ladder, where the work lies (§11.5).

The work lies with the unit that has the latest open order, else where the case lies. Where nobody
stands on the rung, or nobody who does may see the case, the next one up is called instead.
"""

from collections.abc import Iterable, Iterator, Sequence

from jiesu.cases.alarms import Alarms
from jiesu.cases.book import ladder
from jiesu.cases.models import Case, Entry, Proceeding
from jiesu.cases.moved import Moved
from jiesu.console.together.notifying import Meant, notify
from jiesu.people.holders import Holders, holders
from jiesu.rules.escalation import Step, next_step, step_at


def tell_of_call(moved: Moved) -> None:
    """Put a call into the inbox of the one it calls, in the transaction that writes it."""
    if moved.entry.verb == "escalate":
        _tell([moved.entry])


def tell_of_calls(alarms: Alarms) -> None:
    """The same of all calls that a batch of alarms made."""
    _tell(alarms.calls)


def rungs_from(level: str) -> Iterator[Step]:
    """The rung of ``level`` and all above it."""
    step: Step | None = step_at(level, "", ladder())
    while step:
        yield step
        step = next_step(step, ladder())


def _tell(calls: Sequence[Entry]) -> None:
    if not calls:
        return
    places = _places({one.case_id for one in calls})
    rungs = {one.facts["level"]: list(rungs_from(one.facts["level"])) for one in calls}
    held = holders({step.role for steps in rungs.values() for step in steps}, places.values())
    meant = [_meant(one, rungs[one.facts["level"]], held, places[one.case_id]) for one in calls]
    notify(meant, calls[0].at)


def _meant(one: Entry, steps: Iterable[Step], held: Holders, place: str) -> Meant:
    people = [
        [staff for staff in those if staff != one.by_staff_id]
        for step in steps
        for those in held.from_as_wide_as(step.scope, step.role, place)
    ]
    return Meant(one.case_id, one.seq, "call", people)


def _places(cases: Iterable[int]) -> dict[int, str]:
    """Path of the unit that has the work, by case."""
    lie = dict(Case.objects.filter(pk__in=cases).values_list("pk", "unit_path"))
    orders = Proceeding.objects.filter(case__in=lie, machine="order", closed_at=None)
    have = orders.exclude(unit=None).order_by("opened_at", "id")
    return lie | dict(have.values_list("case_id", "unit__path"))
