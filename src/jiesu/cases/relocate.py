"""When a unit moves, the copies of its path on cases follow: where they lie is not history (§17).

The ledger says which organisation has a case; the organisation says where it hangs. So the path is
no fact of the ledger: ``rebuild`` takes it from the organisation too, and no entry is written.
"""

from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from jiesu.kit.jobs import job, queue
from jiesu.people.units import UnitMoved

BATCH = 500
_AGAIN_AFTER = timedelta(minutes=1)
"""Other processes take in cases by the old path until they look at the house again."""
_LEXEMES = "array(SELECT '#' || unit FROM unnest(string_to_array(trim('/' FROM {path}), '/')) unit)"
_NEXT = """
    SELECT c.id FROM cases_case c JOIN people_organisation o ON o.id = c.organisation_id
     WHERE c.id > %s AND o.path ^@ %s AND c.unit_path <> o.path
     ORDER BY c.id LIMIT %s FOR NO KEY UPDATE OF c
"""
_WORDS = f"""
    UPDATE cases_searchtext s
       SET words = ts_delete(s.words, {_LEXEMES.format(path="c.unit_path")})
                   || array_to_tsvector({_LEXEMES.format(path="o.path")})
      FROM cases_case c JOIN people_organisation o ON o.id = c.organisation_id
     WHERE s.case_id = c.id AND c.id = ANY(%s)
"""  # noqa: S608 - built from constants of this file
_PATHS = """
    UPDATE cases_case c SET unit_path = o.path FROM people_organisation o
     WHERE o.id = c.organisation_id AND c.id = ANY(%s)
"""


def follow(moved: UnitMoved) -> None:
    """Queue the work, for the time after the move is committed."""
    queue(relocate_job, key=f"relocate {moved.new}", under=moved.new, again=True)


@job("cases.relocate")
def relocate_job(*, under: str, again: bool) -> None:
    """Bring the cases of the units below ``under`` into line, and ``again`` a minute later."""
    relocate(under)
    if again:
        later = datetime.now(UTC) + _AGAIN_AFTER
        queue(relocate_job, key=f"relocate {under} again", at=later, under=under, again=False)


def relocate(under: str) -> int:
    """Give every case of a unit below ``under`` the path its unit has now; return how many.

    In batches, each a transaction of its own: begun again it goes on, and moving a unit twice
    comes to the same in whichever order the jobs run.
    """
    done, last = 0, -1
    while ids := _next(last, under):
        done, last = done + len(ids), ids[-1]
    return done


@transaction.atomic
def _next(last: int, under: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [last, under, BATCH])
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute(_WORDS, [ids])
        cursor.execute(_PATHS, [ids])
    return ids
