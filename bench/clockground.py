"""The ground of the clocks: as many open promises as wanted, some to fall at a steady rate.

Made in SQL, not by intake: what counts here is how many there are and how they fall.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

PROMISES_A_CASE = 8
SPAN = timedelta(hours=24)
FAR = datetime(2100, 1, 1, tzinfo=UTC)
"""When the first of those that are to fall does so, until they are moved to now."""

_CASES = """
INSERT INTO cases_case (id, number, organisation_id, unit_path, state, case_type, channel,
    external_source, external_no, region, rural, received_at, category, priority, identity_level,
    subject, description, desired_outcome, masked, packs, record, cycle, repeat_no, next_due_clock,
    seq, head, waits_for, outage)
SELECT n, 'TS' || lpad(n::text, 18, '0'), o.id, o.path, 'ACCEPTED', 'complaint', 'hotline', '', '',
    '440100', false, now(), 'N-04-01', 'P3', 'L1', '网速慢', repeat('家里宽带网速很慢,', 15),
    '修好', '{"phone": "138****5678"}', '[]', '{"impact": 3, "urgency": 2}', 1, 0, '', 4,
    sha256(n::text::bytea), '', ''
  FROM people_organisation o, generate_series(0, %s - 1) AS n WHERE o.code = 'ZJ'
"""
_PROMISES = """
INSERT INTO cases_promiserow (case_id, clock, pack, layer, cycle, anchor, started_at, due_at,
    original_due_at, provisional, binding, warn_at, alarm_at, alarm_level)
SELECT n %% %(cases)s,
       (ARRAY['ANSWER','ACCEPT','INVEST','SOLVE','PROGRESS','CALLBACK','ASSIGN','FAULT_REPAIR'])
           [1 + n / %(cases)s],
       'BENCH', (ARRAY['LAW','LOCAL','PROMISE','INTERNAL'])[1 + n %% 4], 1, 1,
       at - %(span)s * level / 100, at + %(span)s * (100 - level) / 100,
       at + %(span)s * (100 - level) / 100, false, n %% 4 < 3, '[50, 80]', at, level
  FROM (SELECT n, (ARRAY[50, 80, 100])[1 + n / %(every)s %% 3] AS level,
               CASE WHEN n %% %(every)s = 0 AND n / %(every)s < %(falling)s
                    THEN %(first)s::timestamptz + n / %(every)s * %(step)s::interval
                    ELSE %(first)s::timestamptz + (1 + random() * 20) * interval '1 day' END AS at
          FROM generate_series(0, %(clocks)s - 1) AS n) AS told
"""
BARE_LAY = (
    "CREATE SCHEMA IF NOT EXISTS bare",
    "CREATE TABLE bare.promise AS SELECT id, case_id, alarm_at FROM cases_promiserow",
    "UPDATE bare.promise SET alarm_at = alarm_at - %(by)s WHERE alarm_at < '2100-01-01 12:00Z'",
    "ALTER TABLE bare.promise ADD PRIMARY KEY (id)",
    "CREATE INDEX ON bare.promise (alarm_at) WHERE alarm_at IS NOT NULL",
    "CREATE TABLE bare.noted (promise bigint PRIMARY KEY, fell_at timestamptz, at timestamptz)",
    "VACUUM ANALYZE bare.promise",
)
BARE_CLAIM = """
WITH due AS (SELECT id, alarm_at FROM bare.promise WHERE alarm_at <= %s
              ORDER BY alarm_at LIMIT %s FOR NO KEY UPDATE SKIP LOCKED),
     done AS (UPDATE bare.promise p SET alarm_at = NULL FROM due WHERE p.id = due.id)
INSERT INTO bare.noted SELECT id, alarm_at, now() FROM due RETURNING fell_at
"""


def lay(clocks: int, rate: int, seconds: int) -> None:
    """Lay ``clocks`` promises; ``rate`` a second fall for ``seconds`` from ``FAR`` on."""
    cases, falling = clocks // PROMISES_A_CASE, rate * seconds
    told: dict[str, Any] = {
        "cases": cases,
        "clocks": clocks,
        "every": max(clocks // falling, 1),
        "falling": falling,
        "first": FAR,
        "step": timedelta(seconds=1 / rate),
        "span": SPAN,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CASES, [cases])
        cursor.execute(_PROMISES, told)
        cursor.execute("VACUUM ANALYZE cases_promiserow")
        cursor.execute("VACUUM ANALYZE cases_case")
