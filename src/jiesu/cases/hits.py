"""A case as a search finds it, fetched without a row of the ORM (decision 0133)."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from jiesu.cases.reading import sight_sql
from jiesu.kit.statements import fetch
from jiesu.people.actor import Actor


class Hit(NamedTuple):
    """What is shown of a case found, and what was said in it."""

    id: int
    number: str
    subject: str
    description: str
    """As it was said: to be looked through, and covered before it is quoted (§18)."""


def hits(
    actor: Actor, where: str, values: Sequence[Any], order: str, limit: int | None = None
) -> list[Hit]:
    """Cases that fit ``where`` as far as ``actor`` sees them."""
    seen, told = sight_sql(actor)
    sql = f"""SELECT id, number, subject, description
        FROM cases_case WHERE {where} AND {seen} ORDER BY {order} LIMIT %s"""  # noqa: S608 - built from constants and compiled conditions
    return [Hit(*row) for row in fetch(sql, [*values, *told, limit])]
