"""Conditions as a question to the database, always asked of what the actor sees (§17).

Written as SQL, for Django took longer to build the question than PostgreSQL to answer it, three
times a page (decision 0133).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from jiesu.cases.reading import sight_sql
from jiesu.cases.sight import sees_few
from jiesu.console.finding.conditions import ENDED, Conditions
from jiesu.kit.bigrams import tsquery
from jiesu.people.actor import Actor
from jiesu.people.scopes import scopes
from jiesu.rules.workdays.shanghai import day_of, end_of

NOWHERE = "-"
"""A path below which no unit lies."""


class Clause(NamedTuple):
    """A condition on cases_case, with the values of its places."""

    sql: str
    values: Sequence[Any] = ()


_MINE = """id IN (
    SELECT c.id FROM cases_case c WHERE c.owner_id = %s AND c.closed_at IS {ended}
     UNION
    SELECT p.case_id FROM cases_part p JOIN cases_case c ON c.id = p.case_id
     WHERE p.staff_id = %s AND p.until IS NULL AND c.closed_at IS {ended}
       AND p.part IN ('investigator', 'handler', 'appeal_officer', 'appeal_investigator'))
"""
"""Asked as a list of its own: then it costs by what one person has, never by what is open."""
_ONE_BY_ONE = """id = ANY(ARRAY(
    SELECT p.case_id FROM cases_part p WHERE p.staff_id = %s AND p.until IS NULL
     UNION
    SELECT o.case_id FROM cases_proceeding o JOIN people_organisation u ON u.id = o.unit_id
     WHERE o.machine = 'order' AND o.closed_at IS NULL AND starts_with(u.path, %s)
     UNION
    SELECT c.id FROM cases_case c
     WHERE (c.record #> '{waiting,0}') IS NOT NULL OR (c.record #> '{malice,state}') = '"review"'
     UNION
    SELECT c.id FROM cases_case c WHERE c.number = ANY(%s)))"""
"""More than whoever ``sees_few`` sees, and all of it found in indexes; sight is asked besides.

Without it all that is open is walked through for the few among a million. As an array, for
PostgreSQL cannot tell how few they are, and of an array it expects a few."""
_WITHIN_UNIT = """EXISTS (SELECT FROM people_organisation u
    WHERE u.code = %s AND starts_with(cases_case.unit_path, u.path))"""
_HOLDS = "id IN (SELECT s.case_id FROM cases_searchtext s WHERE s.words @@ %s::tsquery)"
_FLAGS = {
    "external": "external_source <> ''",
    "repeat": "repeat_no > 1",
    "pressed": "record ? 'expedites'",
    "escalated": "record ? 'escalated'",
    "paused": "record -> 'paused' ? 'reason'",
    "written": "record -> 'written_reply' = 'true'",
    "vulnerable": "record ? 'vulnerable'",
    "outage": "outage <> ''",
}


def narrowed(actor: Actor, conditions: Conditions, now: datetime) -> Clause:
    """Cases that ``actor`` sees and that fit."""
    ended = Clause(f"closed_at IS {'NOT NULL' if conditions.ended else 'NULL'}")
    belongs = _belongs(actor, conditions)
    seen = Clause(*sight_sql(actor, own=_own(actor, conditions)))
    told = (*belongs, *_one_by_one(actor), *_fits(conditions), *_by_time(conditions, now))
    return both(ended, *told, seen)


def _one_by_one(actor: Actor) -> Iterator[Clause]:
    if sees_few(actor):
        unit = actor.unit_path or NOWHERE
        yield Clause(_ONE_BY_ONE, [actor.staff_id, unit, list(actor.glass)])


def _own(actor: Actor, conditions: Conditions) -> bool:
    """Whether the list holds nothing but what ``sight_of_own`` is about."""
    if conditions.whose == "mine":
        return True
    return conditions.whose in {"unit", "free"} and bool(scopes(actor).prefixes)


def both(*clauses: Clause) -> Clause:
    """All of the conditions at once."""
    values = [value for clause in clauses for value in clause.values]
    return Clause(" AND ".join(clause.sql for clause in clauses), values)


def seen_paths(actor: Actor) -> tuple[str, ...]:
    """Units of which the actor sees every case; who sees only own ones: the units of the roles."""
    return scopes(actor).prefixes or tuple(sorted({held.path for held in actor.held}))


def _belongs(actor: Actor, conditions: Conditions) -> Iterable[Clause]:
    match conditions.whose:
        case "mine":
            told = _MINE.format(ended="NOT NULL" if conditions.ended else "NULL")
            return [Clause(told, [actor.staff_id, actor.staff_id])]
        case "unit":
            return [_below(seen_paths(actor))]
        case "free":
            return [Clause("owner_id IS NULL"), _below(seen_paths(actor))]
        case _:
            return []


def _below(paths: Sequence[str]) -> Clause:
    told = " OR ".join("unit_path ^@ %s" for _ in paths)
    return Clause(f"({told or 'FALSE'})", paths)


def _fits(conditions: Conditions) -> Iterator[Clause]:
    """What the case is, whenever one looks."""
    several = {"priority": conditions.priority, "channel": conditions.channel}
    if ENDED not in conditions.state:
        several["state"] = conditions.state
    asked = {
        "starts_with(category, %s)": conditions.category,
        "owner_id = %s": conditions.owner,
        _WITHIN_UNIT: conditions.unit,
        _HOLDS: tsquery(conditions.text),
        **{f"{column} = ANY(%s)": list(codes) for column, codes in several.items()},
    }
    yield from (Clause(sql, [value]) for sql, value in asked.items() if value)
    yield from (Clause(_FLAGS[flag]) for flag in conditions.flag)


def _by_time(conditions: Conditions, now: datetime) -> Iterator[Clause]:
    """What falls due or came in when."""
    if conditions.overdue:
        yield Clause("next_due_at < %s", [now])
    if conditions.within:
        yield Clause("next_due_at <= %s", [now + timedelta(hours=conditions.within)])
    if conditions.older:
        yield Clause("received_at <= %s", [now - timedelta(days=conditions.older)])
    if conditions.today:
        yield Clause("next_due_at >= %s AND next_due_at <= %s", [now, end_of(day_of(now))])
