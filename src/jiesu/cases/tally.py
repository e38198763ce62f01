"""Counts of open cases that cost nothing to read: kept by the database with every change.

Triggers on the case (migration 0007) append +1 and -1 in the transaction of whatever changed it: no
row is hot, no path can forget. Here they are folded together, read, and counted anew.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from jiesu.kit.statements import fetch
from jiesu.people.actor import Actor
from jiesu.people.scopes import scopes

_KIND = "organisation, owner, external, repeated, pressed"
_OF_CASE = """c.organisation_id AS organisation, coalesce(c.owner_id, 0) AS owner,
    c.external_source <> '' AS external, c.repeat_no > 1 AS repeated,
    c.record ? 'expedites' AS pressed"""
_SUMS = """coalesce(sum(n), 0), coalesce(sum(n) FILTER (WHERE owner = 0), 0),
    coalesce(sum(n) FILTER (WHERE external), 0), coalesce(sum(n) FILTER (WHERE repeated), 0),
    coalesce(sum(n) FILTER (WHERE pressed), 0)"""
_NOT_AGAINST_ME = """NOT EXISTS (SELECT FROM cases_part a WHERE a.case_id = c.id
    AND a.staff_id = %(me)s AND a.part = 'accused' AND a.until IS NULL)"""
_AGAINST_ME = f"""SELECT {_OF_CASE}, -1 AS n
  FROM cases_part p JOIN cases_case c ON c.id = p.case_id
 WHERE p.staff_id = %(me)s AND p.part = 'accused' AND p.until IS NULL AND c.closed_at IS NULL"""  # noqa: S608 - constants of this file
_UNIT = f"""
SELECT {_SUMS} FROM (
    SELECT {_KIND}, n FROM cases_tally
     WHERE organisation IN (SELECT id FROM people_organisation u, unnest(%(paths)s::text[]) AS seen
                             WHERE u.path ^@ seen)
     UNION ALL
    SELECT * FROM ({_AGAINST_ME} AND EXISTS (SELECT FROM unnest(%(paths)s::text[]) AS seen
                                              WHERE c.unit_path ^@ seen)) AS against_me) AS told
"""  # noqa: S608 - the same
_MINE = f"""
SELECT {_SUMS} FROM (
    SELECT {_KIND}, n FROM cases_tally WHERE owner = %(me)s
     UNION ALL
    SELECT * FROM ({_AGAINST_ME} AND c.owner_id = %(me)s) AS against_me
     UNION ALL
    SELECT {_OF_CASE}, 1 AS n
      FROM (SELECT DISTINCT case_id FROM cases_part WHERE staff_id = %(me)s AND until IS NULL
               AND part IN ('investigator', 'handler', 'appeal_officer', 'appeal_investigator')
           ) AS part
      JOIN cases_case c ON c.id = part.case_id
     WHERE c.closed_at IS NULL AND c.owner_id IS DISTINCT FROM %(me)s AND {_NOT_AGAINST_ME}
) AS told
"""  # noqa: S608 - the same
_FOLD = f"""
WITH several AS (
    SELECT {_KIND} FROM cases_tally GROUP BY {_KIND} HAVING count(*) > 1 OR sum(n) = 0),
taken AS (
    DELETE FROM cases_tally t USING several s
     WHERE (t.organisation, t.owner, t.external, t.repeated, t.pressed)
         = (s.organisation, s.owner, s.external, s.repeated, s.pressed)
    RETURNING t.organisation, t.owner, t.external, t.repeated, t.pressed, t.n)
INSERT INTO cases_tally ({_KIND}, n)
SELECT {_KIND}, sum(n) FROM taken GROUP BY {_KIND} HAVING sum(n) <> 0
"""  # noqa: S608 - the same
_WRONG = f"""
SELECT {_KIND}, coalesce(there.n, 0) - coalesce(told.n, 0) AS n
  FROM (SELECT {_KIND}, sum(n) AS n FROM cases_tally GROUP BY {_KIND}) AS told
  FULL JOIN (SELECT {_OF_CASE}, count(*) AS n FROM cases_case c WHERE c.closed_at IS NULL
              GROUP BY 1, 2, 3, 4, 5) AS there USING ({_KIND})
 WHERE coalesce(there.n, 0) <> coalesce(told.n, 0)
"""  # noqa: S608 - the same


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open cases there are, and how many of them are of each kind."""

    open: int = 0
    free: int = 0
    """Nobody answers for them."""
    external: int = 0
    repeated: int = 0
    pressed: int = 0


def unit_counts(actor: Actor) -> Counts | None:
    """Open cases of the units of which ``actor`` sees every case; None if there are none such."""
    paths = list(scopes(actor).prefixes)
    return _counts(_UNIT, {"paths": paths, "me": actor.staff_id}) if paths else None


def own_counts(actor: Actor) -> Counts:
    """Open cases that ``actor`` answers for or works on."""
    return _counts(_MINE, {"me": actor.staff_id})


def fold_tally(_at: datetime) -> None:
    """Bring each kind back to one row. Any number may do it at once, beside any moves."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLD)


def tally_differences() -> list[str]:
    """What the tally says otherwise than the cases do; both are read as of one moment."""
    return [f"tally {kind}: {n:+}" for *kind, n in fetch(_WRONG, [])]


def rebuild_tally() -> list[str]:
    """Put the tally right by what is missing; cases may go on moving meanwhile."""
    sql = f"INSERT INTO cases_tally ({_KIND}, n) {_WRONG} RETURNING {_KIND}, n"
    return [f"tally {kind}: {n:+}" for *kind, n in fetch(sql, [])]


def _counts(sql: str, values: dict[str, Any]) -> Counts:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return Counts(*map(int, cursor.fetchone()))
