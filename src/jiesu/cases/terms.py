"""How long what a case holds is kept (§18), derived from its record: nothing is searched for."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from jiesu.cases.models import Case
from jiesu.rules.evidence.retention import kept_until
from jiesu.rules.workdays.shanghai import day_of, end_of

WHOLE = 0
"""The number that stands for the whole case, where a piece of evidence has its own."""


class Term(NamedTuple):
    """The end of a term, and what is erased then: a piece of evidence, or the whole case."""

    until: datetime
    seq: int


def terms(case: Case) -> Iterator[Term]:
    """Every term that is running; none under a legal hold or when all is erased."""
    record = case.record
    if record.get("hold") or record.get("erased"):
        return
    closed_on = day_of(case.closed_at) if case.closed_at else None
    for item in record.get("evidence", ()):
        if not item.get("erased"):
            yield from _term(item, closed_on)
    name = "lead" if case.state == "NOT_ACCEPTED" else "case"
    if case.closed_at and (last := kept_until(name, day_of(case.received_at), closed_on)):
        yield Term(end_of(last), WHOLE)


def _term(item: dict[str, Any], closed_on: date | None) -> Iterator[Term]:
    last = kept_until(item["retention"], date.fromisoformat(item["on"]), closed_on)
    if last:
        yield Term(end_of(last), item["seq"])
