"""What somebody is in a case, told in SQL so that a read learns it on the way (§17).

A part is a row derived from the ledger, but what an order gives lasts as long as the order: the
unit it lies with handles it, the crew and the technician see it until a day after its end. Here
and in ``sight`` the database's own clock says when that day is over: both are asked at the edge,
by reads and by the lock of a move, and no rule or ledger entry depends on it.
"""

from typing import Any

from django.db import connection

from jiesu.people.access import contractor_grace
from jiesu.people.actor import Actor
from jiesu.people.scopes import scopes

_HELD = """ARRAY(
    SELECT CASE WHEN p.until IS NULL AND p.part <> 'technician' THEN p.part
                ELSE 'was_' || p.part END::text
      FROM cases_part p WHERE p.case_id = {case} AND p.staff_id = %s
     UNION
    SELECT given.part
      FROM cases_proceeding o LEFT JOIN people_organisation u ON u.id = o.unit_id
           CROSS JOIN LATERAL (SELECT o.assignee_id = %s AS mine, u.path = %s AS here,
               coalesce(u.path, '') ^@ ANY(%s::text[]) AS below, o.closed_at IS NULL AS open) AS at
           CROSS JOIN LATERAL (VALUES
               ('technician', at.mine), ('crew', at.here OR at.below),
               ('handler', at.here AND at.open), ('crew_order', at.below AND at.open),
               ('order_open', at.open AND (at.mine OR at.here OR at.below))) AS given (part, holds)
     WHERE o.case_id = {case} AND o.machine = 'order' AND given.holds
       AND (o.closed_at IS NULL OR o.closed_at > now() - %s))"""


def parts_sql(actor: Actor, case: str) -> tuple[str, tuple[Any, ...]]:
    """Parts of ``actor``, a member of staff, as an SQL array with its parameters.

    ``case`` is the expression for the id of the case. A part that ended is told as ``was_…``;
    ``order_open`` says that an order is still open, and not only its day of grace; ``crew_order``,
    that it lies within what a leader or a contractor's administrator is answerable for.
    """
    crews = list(scopes(actor).crew_prefixes)
    staff, unit = actor.staff_id, actor.unit_path
    return _HELD.format(case=case), (staff, staff, unit, crews, contractor_grace())


def parts_held(actor: Actor, case_id: int) -> frozenset[str]:
    """The same for one case, asked by itself."""
    told, values = parts_sql(actor, "asked.id")
    with connection.cursor() as cursor:
        query = f"SELECT {told} FROM (SELECT %s::bigint AS id) AS asked"  # noqa: S608 - a constant of this file
        cursor.execute(query, [*values, case_id])
        (held,) = cursor.fetchone()
    return frozenset(held)
