"""The register of rectifications: what is open, whose it is, when it is due (S44, S49)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q, QuerySet

from jiesu.cases.models import Case, Proceeding
from jiesu.cases.quality import quality_unseen
from jiesu.people.actor import Actor

_NEVER = datetime.max.replace(tzinfo=UTC)


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


def register(
    actor: Actor, now: datetime, *, state: str = "", unit_path: str = "", overdue: bool = False
) -> Iterator[Line]:
    """Rectifications of the cases that ``actor`` sees, those due first on top.

    ``state`` and ``unit_path`` narrow it down; ``overdue`` keeps what is past its planned day.
    """
    lines = (_line(row, now) for row in _rows(actor, state, unit_path))
    told = (line for line in lines if line.overdue or not overdue)
    return iter(sorted(told, key=lambda line: (line.planned_due or _NEVER, line.number)))


def same_cause(actor: Actor, case: Case) -> Proceeding | None:
    """The rectification that already runs there for the cause found in ``case``, if there is one.

    One for a cause is enough (§11.8): who proposes a second is told of the first.
    """
    cause = case.record.get("finding", {}).get("cause")
    if not cause:
        return None
    same = Q(record__root_cause=cause) | Q(case__record__finding__cause=cause)
    there = Q(closed_at=None, case__unit_path=case.unit_path)
    return _rows(actor, "", "").filter(same & there).order_by("opened_at", "id").first()


def _rows(actor: Actor, state: str, unit_path: str) -> QuerySet[Proceeding]:
    wanted = Q(machine="rectification", case__in=Case.objects.visible_to(actor))
    if state:
        wanted &= Q(state=state)
    if unit_path:
        wanted &= Q(unit__path__startswith=unit_path)
    wanted &= quality_unseen(actor)
    return Proceeding.objects.filter(wanted).select_related("case", "unit", "assignee")


def _line(row: Proceeding, now: datetime) -> Line:
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
        metric=row.record.get("metric", ""),
        planned_due=due,
        overdue=bool(due and due < now and not done),
    )
