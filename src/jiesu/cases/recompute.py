"""When the calendar changes, the promises it touches are reckoned anew, a case at a time (C2).

What moves is written to the ledger. A promise made by law, and the answer the customer was told of,
keep the earlier end: a holiday announced later is no reason to be late.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction

from jiesu.cases import clocks
from jiesu.cases.book import calendar, forget_calendar
from jiesu.cases.models import Case, Entry, PromiseRow
from jiesu.cases.moves import write
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene
from jiesu.kit.jobs import job
from jiesu.people.actor import SYSTEM
from jiesu.rules.clocks.promise import Promise
from jiesu.rules.policies.catalogue import catalogue
from jiesu.rules.policies.pack import Layer
from jiesu.rules.workdays.shanghai import day_of, end_of, said, said_date

BATCH = 200
LATE_DECEMBER = timedelta(days=7)
"""A notice may exchange the last days of the year before (C3)."""
_BY_LAW = frozenset({Layer.LAW, Layer.LOCAL})
_AFFECTED = """
    SELECT DISTINCT case_id FROM cases_promiserow
     WHERE case_id > %s AND alarm_at IS NOT NULL AND stopped_at IS NULL
       AND (provisional OR (started_at < %s AND due_at > %s))
     ORDER BY case_id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class End:
    """A running promise by the new calendar, and its end by the old one."""

    promise: Promise
    old: datetime

    @property
    def moved(self) -> bool:
        """Whether the days moved it."""
        return self.promise.due_at != self.old

    @property
    def kept(self) -> bool:
        """Whether the earlier end is kept."""
        told = self.promise.clock == "ANSWER" and self.promise.binding
        later = self.promise.due_at > self.old and self.promise.paused_since is None
        return later and (told or self.promise.layer in _BY_LAW)

    @property
    def new(self) -> datetime:
        """The end held to from now on."""
        return self.old if self.kept else self.promise.due_at


@job("cases.recompute")
def recompute_job(*, first: int, last: int) -> None:
    """Recompute what the notices of the years ``first`` to ``last`` touch."""
    recompute(first, last, datetime.now(UTC))


def recompute(first: int, last: int, now: datetime) -> int:
    """Recompute every case with a running promise in these years; return how many ledgers grew."""
    forget_calendar()
    since = end_of(date(first, 1, 1) - LATE_DECEMBER)
    until = end_of(date(last, 12, 31))
    return sum(_recompute(case_id, now) for case_id in _affected(since, until))


def _affected(since: datetime, until: datetime) -> Iterator[int]:
    last = -1
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_AFFECTED, [last, until, since, BATCH])
            ids = [row[0] for row in cursor.fetchall()]
        yield from ids
        if not ids:
            return
        last = ids[-1]


@transaction.atomic
def _recompute(case_id: int, now: datetime) -> bool:
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    entries = list(Entry.objects.filter(case=case).order_by("seq"))
    ends = _ends(case, entries)
    if not any(end.moved for end in ends):
        clocks.refresh(case, entries)
        return False
    scene = Scene(case, SYSTEM, now, entries, frozenset())
    write(scene, "recompute", _said(case, ends))
    return True


def _ends(case: Case, entries: Sequence[Entry]) -> list[End]:
    stored = {(r.clock, r.pack, r.anchor): r for r in PromiseRow.objects.filter(case=case)}
    return [
        End(promise, stored[key].due_at)
        for promise in clocks.promises_of(case, entries)
        if promise.running and (key := clocks.key_of(promise)) in stored
    ]


def _said(case: Case, ends: Sequence[End]) -> Said:
    moved = [end for end in ends if end.moved]
    return Said(
        facts={
            "calendar": calendar().version,
            "changes": [[*clocks.key_of(m.promise), m.old, m.promise.due_at] for m in moved],
            "kept": [[*clocks.key_of(m.promise), m.old] for m in moved if m.kept],
        },
        letters=[*_to_customer(ends), *_to_owner(case, moved)],
    )


def _to_customer(ends: Sequence[End]) -> list[Letter]:
    """N47: the answer is expected on another day, never later than promised."""
    answers = [end for end in ends if end.promise.clock == "ANSWER" and end.promise.binding]
    before = min((end.old for end in answers), default=None)
    now = min((end.new for end in answers), default=None)
    if now is None or now == before:
        return []
    last_day = day_of(now - timedelta(microseconds=1))
    return [Letter("N47", {"date": said_date(last_day, year=True)})]


def _to_owner(case: Case, moved: Sequence[End]) -> list[Letter]:
    """A shorter time is told to whoever works under it."""
    sooner = [m for m in moved if m.new < m.old]
    if not sooner:
        return []
    told = "、".join(f"{catalogue()[m.promise.clock].zh}至{said(m.new)}" for m in sooner)
    return [Letter("W10", {"case_no": case.number, "changes": told}, readers=("staff",))]
