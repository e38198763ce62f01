"""What happens when promises reach a level: alarms noted, breaches and calls written (C11, §11.5).

A batch is acted on as a whole, in a handful of statements. Cases are locked first, as every move
locks them; one that somebody is moving is left for the next round. A warning is a row, for screens
and figures; a breach and a call up the ladder are entries in the ledger.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction

from jiesu.cases.bulk import Change, Insertion
from jiesu.cases.calls import call_up, letters_of_breach, tell_breach
from jiesu.cases.dues import Dues
from jiesu.cases.falls import Fall, falls_of
from jiesu.cases.letters import compose
from jiesu.cases.models import Alarm, Case, Entry, Message, PromiseRow
from jiesu.cases.noted import note_on
from jiesu.cases.said import Letter, Said
from jiesu.kit.events import publish

TRY_AGAIN = timedelta(hours=1)
"""When the alarms of a case that broke are looked at again."""
AWAY = (OperationalError, InterfaceError)
"""The database is away, or broke us off: no fault of any case."""
_CLAIM = """
    SELECT p.id FROM cases_promiserow p JOIN cases_case c ON c.id = p.case_id
     WHERE p.alarm_at <= %s ORDER BY p.alarm_at LIMIT %s
       FOR NO KEY UPDATE OF c SKIP LOCKED
"""
_CLAIM_ONE = """
    SELECT p.id FROM cases_promiserow p JOIN cases_case c ON c.id = p.case_id
     WHERE p.alarm_at <= %s AND p.id = %s
       FOR NO KEY UPDATE OF c SKIP LOCKED
"""
_READ = (
    "number", "state", "cycle", "record", "masked", "priority", "seq", "head",
    "closed_at", "received_at", "waits_for", "waits_until",
    "owner__name", "owner__work_no", "owner__extension",
)  # fmt: skip
_log = structlog.get_logger()
_ALARM = Insertion(Alarm, tail="ON CONFLICT DO NOTHING")
_ENTRY = Insertion(Entry)
_MESSAGE = Insertion(Message)
_PROMISE = Change(PromiseRow, "alarm_at", "alarm_level")
_CASE = Change(Case, "record", "seq", "head", "waits_for", "waits_until")
_WRITE = f"""
WITH alarms AS ({_ALARM.sql}), entries AS ({_ENTRY.sql}), messages AS ({_MESSAGE.sql}),
     promises AS ({_PROMISE.sql}), cases AS ({_CASE.sql})
SELECT pg_notify('jiesu_case', number) FROM unnest(%s::text[]) AS t(number)
"""  # noqa: S608 - built from the models' own names


@dataclass(frozen=True, slots=True)
class Breach:
    """A promise that broke, and the entry in the ledger of its case that says so."""

    fall: Fall
    seq: int
    letters: tuple[Letter, ...] = ()
    """What the customer is written about it."""


@dataclass(frozen=True, slots=True)
class Alarms:
    """Published when a batch was acted on, inside its transaction: what fell, oldest first."""

    falls: tuple[Fall, ...]
    now: datetime
    """When it was acted on."""
    breaches: tuple[Breach, ...] = ()
    calls: tuple[Entry, ...] = ()
    """The entries by which somebody is called up the ladder (§11.5)."""


@dataclass(frozen=True, slots=True)
class Round:
    """One batch: level and moment of every alarm acted on."""

    acted: tuple[tuple[int, datetime], ...]

    @property
    def alarms(self) -> int:
        """Alarms acted on."""
        return len(self.acted)


@dataclass(slots=True)
class _Log:
    """What a batch writes."""

    now: datetime
    cases: dict[int, Case]
    entries: list[Entry] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    breaches: list[Breach] = field(default_factory=list)
    calls: list[Entry] = field(default_factory=list)

    def add(self, case: Case, verb: str, said: Said) -> Entry:
        """Append an entry to the case's ledger; no clock hears of these verbs."""
        entry = note_on(case, verb, said, self.now)
        self.entries.append(entry)
        self.messages += compose(case, entry, said.letters, Dues(), case.owner)
        return entry


def act_on_due(now: datetime, batch: int = 200) -> Round:
    """Act on up to ``batch`` promises with alarms that fell by ``now``.

    Safe with any number of workers. A promise of which several levels fell while nobody looked is
    brought up to date at once, each level dated when it fell. Where one case breaks, the others are
    acted on one by one, and that one is put off: it must not silence the clocks of the house.
    """
    try:
        return _act(now, _CLAIM, batch)
    except AWAY:
        raise
    except Exception:  # noqa: BLE001 - whatever it is, the others are acted on
        _log.exception("keeper.batch_broke")
        return _one_by_one(now, batch)


def _one_by_one(now: datetime, batch: int) -> Round:
    due = PromiseRow.objects.filter(alarm_at__lte=now).order_by("alarm_at")
    acted: list[tuple[int, datetime]] = []
    for promise in list(due.values_list("pk", flat=True)[:batch]):
        try:
            acted += _act(now, _CLAIM_ONE, promise).acted
        except AWAY:
            raise
        except Exception:  # noqa: BLE001 - the same
            _log.exception("keeper.put_off", promise=promise)
            PromiseRow.objects.filter(pk=promise).update(alarm_at=now + TRY_AGAIN)
    return Round(tuple(acted))


@transaction.atomic
def _act(now: datetime, claim: str, which: int) -> Round:
    rows = _claim(claim, now, which)
    falls = sorted((f for row in rows for f in falls_of(row, now)), key=lambda fall: fall.at)
    if not falls:
        return Round(())
    log = _Log(now, _cases({row.case_id for row in rows}))
    _keep_books(log, falls)
    _write(log, falls, rows)
    publish(Alarms(tuple(falls), now, tuple(log.breaches), tuple(log.calls)))
    return Round(tuple((fall.level, fall.at) for fall in falls))


def next_moment() -> datetime | None:
    """When the next alarm falls; None if no promise is running."""
    row = PromiseRow.objects.exclude(alarm_at=None).order_by("alarm_at").first()
    return row.alarm_at if row else None


def _claim(claim: str, now: datetime, which: int) -> list[PromiseRow]:
    """Promises whose cases are ours alone now, read after the lock: none is acted on twice."""
    with connection.cursor() as cursor:
        cursor.execute(claim, [now, which])
        ids = [row[0] for row in cursor.fetchall()]
    return list(PromiseRow.objects.filter(id__in=ids, alarm_at__lte=now))


def _cases(ids: Iterable[int]) -> dict[int, Case]:
    return Case.objects.select_related("owner").only(*_READ).in_bulk(list(ids))


def _keep_books(log: _Log, falls: Sequence[Fall]) -> None:
    """Breaches case by case in the order in which they fell, then one call up the ladder."""
    by_case: dict[int, list[Fall]] = defaultdict(list)
    for fall in falls:
        by_case[fall.row.case_id].append(fall)
    for case_id, fallen in by_case.items():
        case = log.cases[case_id]
        for fall in fallen:
            if fall.breaks:
                letters = letters_of_breach(case, fall, log.now)
                entry = log.add(case, "breach", tell_breach(fall, letters))
                log.breaches.append(Breach(fall, entry.seq, tuple(letters)))
        if call := call_up(case, fallen):
            log.calls.append(log.add(case, "escalate", call.said(case, log.now)))


def _write(log: _Log, falls: Sequence[Fall], rows: Sequence[PromiseRow]) -> None:
    touched = {entry.case_id for entry in log.entries}
    cases = [log.cases[id_] for id_ in touched]
    params = [
        *_ALARM.values([_alarm(fall, log.now) for fall in falls]),
        *_ENTRY.values(log.entries),
        *_MESSAGE.values(log.messages),
        *_PROMISE.values(rows),
        *_CASE.values(cases),
        [case.number for case in cases],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, params)


def _alarm(fall: Fall, now: datetime) -> Alarm:
    """One row a case, clock, anchor and level, whoever comes twice."""
    row = fall.row
    return Alarm(
        case_id=row.case_id,
        clock=row.clock,
        pack=row.pack,
        anchor=row.anchor,
        level=fall.level,
        fell_at=fall.at,
        acted_at=now,
    )
