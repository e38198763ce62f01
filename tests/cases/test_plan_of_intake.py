"""Intake's one statement is planned once for each connection: planning is a quarter of its cost."""

from django.db import connection

from cast import Cast
from jiesu.cases.intake.receive import receive
from tale import NOW, SLOW

PLANNED_ANEW = 5
"""How often PostgreSQL plans a prepared statement for its values before it compares and decides."""
_PLANS = """
    SELECT generic_plans, custom_plans FROM pg_prepared_statements
     WHERE statement LIKE '%WITH cases AS (INSERT%'
"""


def test_the_plan_is_kept(cast: Cast) -> None:
    for _ in range(3 * PLANNED_ANEW):
        receive(cast.agent, SLOW, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute(_PLANS)
        [(kept, anew)] = cursor.fetchall()
    assert kept > 0
    assert anew == PLANNED_ANEW
