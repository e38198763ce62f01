"""The register of rectifications: what is open, whose it is, when it is due (S44, S49)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate

from django.db.models import Q, QuerySet

from jiesu.cases.models import Case, Proceeding
from jiesu.cases.quality import QUALITY, quality_unseen
from jiesu.oversight.metrics import metrics
from jiesu.people.actor import Actor

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Served:
    """The complaints that one rectification serves: its own, and those that joined it (§11.8)."""

    count: int
    others: tuple[str, ...]
    """Numbers of those that joined and that the reader sees."""


@dataclass(frozen=True, slots=True)
class Line:
    """One rectification as the register shows it."""

    number: str
    case: str
    state: str
    unit: str
    owner: str
    source: str
    metric: str
    planned_due: datetime | None
    overdue: bool
    serves: Served


def rectifications(actor: Actor) -> QuerySet[Proceeding]:
    """The rectifications that ``actor`` may know of."""
    seen = Q(machine="rectification", case__in=Case.objects.visible_to(actor))
    told = Proceeding.objects.filter(seen & quality_unseen(actor))
    return told.select_related("case", "unit", "assignee")


def register(
    actor: Actor, now: datetime, *, state: str = "", unit_path: str = "", overdue: bool = False
) -> Iterator[Line]:
    """Rectifications of the cases that ``actor`` sees, those due first on top.

    ``state`` and ``unit_path`` narrow it down; ``overdue`` keeps what is past its planned day.
    """
    wanted = Q(state=state) if state else Q()
    if unit_path:
        wanted &= Q(unit__path__startswith=unit_path)
    rows = list(rectifications(actor).filter(wanted))
    serving, measured = served(actor, rows), metrics(rows)
    lines = (_line(row, now, serving[row.number], measured.get(row.number, "")) for row in rows)
    told = (line for line in lines if line.overdue or not overdue)
    return iter(sorted(told, key=lambda line: (line.planned_due or _NEVER, line.number)))


def served(actor: Actor, rows: Iterable[Proceeding]) -> Mapping[str, Served]:
    """Which complaints each of these rectifications serves, by its number: one query for all."""
    joined = {row.number: joined_to(row) for row in rows}
    every = {case for cases in joined.values() for case in cases}
    seen = Case.objects.visible_to(actor).filter(number__in=every).order_by() if every else ()
    numbers = {case.number for case in seen}
    return {
        number: Served(1 + len(cases), tuple(case for case in cases if case in numbers))
        for number, cases in joined.items()
    }


def joined_to(plan: Proceeding) -> list[str]:
    """Numbers of all complaints that joined the rectification, the first one first."""
    told = plan.case.record.get("serves", ())
    return [case for number, case in told if number == plan.number]


def same_cause(actor: Actor, case: Case) -> list[Proceeding]:
    """The rectifications that run for the cause found in ``case``, those nearest to it first.

    One for a cause is enough (§11.8), wherever in the branch it runs: for the unit of the case,
    for a wider one or for a part of it. The case's own counts too.
    """
    cause = case.record.get("finding", {}).get("cause")
    if not cause:
        return []
    planned = Q(record__has_key="root_cause")
    same = Q(record__root_cause=cause) | Q(~planned, case__record__finding__cause=cause)
    there = _in_branch("case__unit_path", case) | _in_branch("unit__path", case)
    running = rectifications(actor).filter(same, there, closed_at=None)
    found = running.exclude(record__source__in=sorted(QUALITY)).order_by("opened_at", "id")
    return sorted(found, key=lambda one: _far(one, case))


def to_join(actor: Actor, case: Case) -> list[Proceeding]:
    """Those of them that the case may join: not its own, and none that it joined before."""
    return [one for one in same_cause(actor, case) if may_join(case, one)]


def may_join(case: Case, plan: Proceeding) -> bool:
    """Whether the rectification is another case's and was not joined before."""
    return plan.case_id != case.pk and plan.number not in case.record.get("joined", ())


def to_leave(actor: Actor, case: Case) -> list[Proceeding]:
    """Those that the case joined and that still run; what came of the others stays told."""
    joined = case.record.get("joined", ())
    running = rectifications(actor).filter(number__in=joined, closed_at=None)
    return list(running.order_by("opened_at", "id")) if joined else []


def _in_branch(column: str, case: Case) -> Q:
    """The unit named by ``column`` stands above the case's unit, or below it, or is the same."""
    above = accumulate(f"{part}/" for part in case.unit_path.split("/")[:-1])
    return Q(**{f"{column}__in": list(above)}) | Q(**{f"{column}__startswith": case.unit_path})


def _far(one: Proceeding, case: Case) -> int:
    """How many units lie between the case and where the fault was found."""
    return abs(one.case.unit_path.count("/") - case.unit_path.count("/"))


def _line(row: Proceeding, now: datetime, serves: Served, metric: str) -> Line:
    told = row.record.get("planned_due")
    due = datetime.fromisoformat(told) if told else None
    done = "verified_at" in row.record and row.state != "NOT_EFFECTIVE"
    return Line(
        number=row.number,
        case=row.case.number,
        state=row.state,
        unit=row.unit.name if row.unit else "",
        owner=row.assignee.name if row.assignee else "",
        source=row.record.get("source", ""),
        metric=metric,
        planned_due=due,
        overdue=bool(due and due < now and not done),
        serves=serves,
    )
