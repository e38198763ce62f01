"""The ground to measure on: cases as the product itself writes them, laid out once.

Every letter of the small ground goes through intake, some from customers who wrote before; a
sample is then moved on by real moves, and the others take over these ledgers: each has ten entries.
Fifteen in a hundred are open, shared by forty owners, their alarms ahead. The large ground
multiplies the small one inside the database: other people and numbers, the same words; of the
copies' ledgers only the first two entries. What is copied is for reading: it does not verify.
"""

import multiprocessing
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import django
from django.db import connection, connections

from bench.letters import BEGAN, SPAN, letters
from bench.tales import ENTRIES, tell
from jiesu.cases.intake.receive import receive_all
from jiesu.cases.models import Case, Entry, Part, SearchText
from jiesu.cases.tally import fold_tally
from jiesu.people.actor import SYSTEM
from jiesu.people.models import Grant, Organisation, Staff

MANNED = datetime(2024, 10, 1, tzinfo=UTC)
OWNERS = 40
"""Who own the cases of the larger city: the demonstration's two, and hands hired for the bench."""
PROCESSES = 2
_BATCH, _TALES = 250, 40
_TABLES = ("case", "entry", "part", "searchtext", "promiserow", "message", "tally")


def hire(at: datetime) -> None:
    """Hire owners, so that a queue is of a size that a person can have."""
    city = Organisation.objects.get(code="ZJ")
    for n in range(OWNERS - 2):
        one = Staff.objects.create(
            username=f"owner{n}", name=f"专员{n}", work_no=f"B{n:03}", organisation=city
        )
        Grant.objects.create(staff=one, role="R07", organisation=city, granted_at=at)


def lay(count: int) -> None:
    """Take in ``count`` letters, spread over two years, and move them on."""
    connections.close_all()
    shares = [(n, count // PROCESSES) for n in range(PROCESSES)]
    with multiprocessing.get_context("spawn").Pool(PROCESSES, django.setup) as pool:
        pool.starmap(take_in, shares)
    samples = list(Case.objects.filter(organisation__code="ZJ").order_by("id")[:_TALES])
    for case in samples:
        tell(case, case.received_at)
    _run(_TAKE_OVER_LEDGERS, samples=[case.pk for case in samples], entries=ENTRIES)
    _run(_TAKE_OVER_CASES, samples=[case.pk for case in samples])
    _run(_KEEP_TIME)
    _settle()


def take_in(share: int, count: int) -> None:
    """Every ``PROCESSES``-th moment is this process's own."""
    for n, batch in enumerate(_batches(count, seed=share)):
        done = (n * PROCESSES + share) * _BATCH / (count * PROCESSES)
        receive_all(SYSTEM, batch, now=BEGAN + SPAN * done)


def _batches(count: int, seed: int) -> Iterator[list[Any]]:
    source = letters(count, seed=seed)
    while batch := list(islice(source, _BATCH)):
        yield batch


def multiply(many: int) -> None:
    """Copy the cases until there are ``many``; the index of words is built once, at the end."""
    have = Case.objects.count()
    copies = max(many // have - 1, 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM cases_case")
        told = {"above": cursor.fetchone()[0] + 1, "copies": copies}
        cursor.execute("SET synchronous_commit = off; SET maintenance_work_mem = '1GB'")
        cursor.execute("DROP INDEX search_words")
        for statement in _copies():
            cursor.execute(statement.format(**told))
        cursor.execute("CREATE INDEX search_words ON cases_searchtext USING gin (words)")
    _settle()


def _copies() -> Iterator[str]:
    fresh = "{above} + c.%s * {copies} + k"
    other = "substring(sha256(c.%s || k::text::bytea), 1, 16)"
    changed = {name: other % name for name in ("phone_index", "account_index", "address_index")}
    number = f"'TS' || lpad(({fresh % 'id'})::text, 22, '0')"
    yield _copied(Case, id=fresh % "id", number=number, **changed)
    yield _copied(SearchText, case_id=fresh % "case_id")
    yield _copied(Part, case_id=fresh % "case_id")
    yield _copied(Entry, case_id=fresh % "case_id", request_key="NULL") + " WHERE seq <= 2"


def _copied(model: type[Any], **changed: str) -> str:
    """INSERT of copies of all rows, numbered ``k`` and with some columns ``changed``."""
    meta = model._meta  # noqa: SLF001 - Django's documented Model._meta
    names = [f.column for f in meta.concrete_fields if f.column in changed or not f.primary_key]
    told = ", ".join(changed.get(name, f"c.{name}") for name in names)
    return (
        f"INSERT INTO {meta.db_table} ({', '.join(names)}) SELECT {told} FROM {meta.db_table} c"
        " CROSS JOIN generate_series(0, {copies} - 1) k"
    )


def _run(statement: str, **told: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, told)


def _settle() -> None:
    """Leave the tables as upkeep and autovacuum leave them."""
    fold_tally(datetime.now(UTC))
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"VACUUM ANALYZE cases_{table}")


_TAKE_OVER_LEDGERS = """
INSERT INTO cases_entry (case_id, seq, verb, at, by_kind, by_staff_id, machine, proceeding,
                         to_state, facts, secret, salt, commitment, hash)
SELECT c.id, e.seq, e.verb, c.received_at + e.seq * interval '5 hours', e.by_kind, e.by_staff_id,
       e.machine, e.proceeding, e.to_state, e.facts, e.secret, e.salt, e.commitment, e.hash
  FROM (SELECT id, received_at, seq,
               1 + row_number() OVER (ORDER BY id) %% cardinality(%(samples)s::bigint[]) AS n
          FROM cases_case) AS c
  JOIN cases_entry e ON e.case_id = (%(samples)s::bigint[])[c.n]
   AND e.seq BETWEEN 3 AND %(entries)s
 WHERE c.seq = 2
"""
_TAKE_OVER_CASES = """
WITH told AS (
  SELECT id, 1 + row_number() OVER (ORDER BY id) %% cardinality(%(samples)s::bigint[]) AS n,
         row_number() OVER (ORDER BY id) %% 100 >= 15 AS done FROM cases_case)
UPDATE cases_case AS c
   SET record = s.record || c.record, seq = s.seq, head = s.head, waits_for = '',
       waits_until = NULL, state = CASE WHEN told.done THEN 'CLOSED' ELSE s.state END,
       closed_at = CASE WHEN told.done THEN c.received_at + interval '9 days' END
  FROM told JOIN cases_case s ON s.id = (%(samples)s::bigint[])[told.n]
 WHERE c.id = told.id
"""
_KEEP_TIME = """
UPDATE cases_promiserow AS p
   SET alarm_at = CASE WHEN c.closed_at IS NULL
                       THEN now() + interval '1 day' + p.id %% 2000000 * interval '1 second' END
  FROM cases_case c WHERE c.id = p.case_id AND p.alarm_at IS NOT NULL
"""
