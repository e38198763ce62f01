"""The priority of a case, weighed anew whenever something happens that may weigh (§14)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from jiesu.cases.book import priorities
from jiesu.cases.models import Case, PromiseRow
from jiesu.cases.said import Said
from jiesu.rules.priority.assessment import Priority, assess, raised
from jiesu.rules.priority.situation import Situation

WEIGHTY = frozenset({"expedite", "attach_external", "rehandle", "classify", "merge", "unmerge"})
"""Verbs after which the priority is weighed anew; a breach is one more, see ``reactions``."""
_NEAR = timedelta(hours=4)
"""What §14 calls near: four hours on a clock of the law or of an authority."""
_STATUTORY = frozenset({"LAW", "EXTERNAL"})
Weights = Sequence[PromiseRow]
"""The promises of a case that may weigh: binding, and not stopped."""


def weights_of(cases: Collection[int]) -> Mapping[int, Weights]:
    """The promises that may weigh in each of ``cases``, asked for at once."""
    found: dict[int, list[PromiseRow]] = defaultdict(list)
    for row in PromiseRow.objects.filter(case__in=cases, stopped_at=None, binding=True):
        found[row.case_id].append(row)
    return found


def weigh(case: Case, now: datetime, weights: Weights | None = None) -> Priority:
    """The priority that the tables give the case as it stands ``now``.

    Whoever weighs many cases tells their ``weights``; else they are asked for.
    """
    rows = weights_of([case.pk]).get(case.pk, ()) if weights is None else weights
    return assess(situation_of(case, now, rows), priorities())


def situation_of(case: Case, now: datetime, weights: Weights) -> Situation:
    """What is known of the case, as far as it may weigh."""
    record = case.record
    running = [row for row in weights if row.paused_since is None]
    hours = [_hours(row.due_at - now) for row in running if _statutory(row, now)]
    return Situation(
        category=case.category,
        external=bool(case.external_source),
        vulnerable=bool(record.get("vulnerable")),
        repeat_no=case.repeat_no,
        expedites=len(record.get("expedites", ())),
        reopened=case.cycle > 1,
        amount_fen=record.get("amount_fen", 0),
        clock_left_ratio=min((_left(row, now) for row in running), default=None),
        law_clock_hours_left=min(hours, default=None),
    )


def reweighed(case: Case, now: datetime, weights: Weights | None = None) -> Said | None:
    """What the system says of a priority that has changed; None if it has not."""
    if case.closed_at or not case.category:
        return None
    said = weighed(case, now, weights)
    return said if said.change["priority"] != case.priority else None


def weighed(case: Case, now: datetime, weights: Weights | None = None) -> Said:
    """The priority computed anew with its reasons; a change by hand counts until it expires."""
    priority = weigh(case, now, weights)
    level = priority.level
    by_hand = case.record.get("priority_by_hand") or {}
    holds = bool(by_hand) and now < datetime.fromisoformat(by_hand["until"])
    if holds:
        level = raised(level, by_hand["steps"])
    told = {"impact": priority.impact, "urgency": priority.urgency}
    return Said(
        facts={
            "priority": level,
            "before": case.priority,
            "because": list(priority.because),
            **({"by_hand": True} if holds else {}),
        },
        change={"priority": level},
        record=told if holds else {**told, "priority_by_hand": None},
    )


def _statutory(row: PromiseRow, now: datetime) -> bool:
    """Law or an authority, and near its end; a term of two hours is not so from the start."""
    whole = row.due_at - row.started_at
    return row.layer in _STATUTORY and (whole > _NEAR or row.due_at <= now)


def _left(row: PromiseRow, now: datetime) -> float:
    whole = (row.due_at - row.started_at).total_seconds()
    return (row.due_at - now).total_seconds() / whole if whole > 0 else 0.0


def _hours(left: timedelta) -> float:
    return left.total_seconds() / 3600
