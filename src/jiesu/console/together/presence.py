"""Who is looking at a case, and who is typing: told to those alone who may see the case (§17)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from jiesu.cases.models import Case
from jiesu.console.together.models import Presence
from jiesu.people.actor import Actor

LOOKS_FOR = timedelta(seconds=45)
"""How long a look lasts unless it is renewed; whoever vanishes without a word is gone then."""
TYPES_FOR = timedelta(seconds=12)
CHANNEL = "jiesu_presence"

_LOOK = """
    INSERT INTO together_presence (case_id, staff_id, until)
    SELECT c.id, l.staff_id, %s
      FROM unnest(%s::text[], %s::bigint[]) AS l (number, staff_id)
      JOIN cases_case c ON c.number = l.number
    ON CONFLICT (case_id, staff_id) DO UPDATE SET until = excluded.until
    RETURNING (SELECT number FROM cases_case WHERE id = case_id), xmax = 0
"""
_HERE = """
    SELECT s.name, s.work_no, coalesce(p.typing_until > %s, FALSE), c.number
      FROM together_presence p
      JOIN people_staff s ON s.id = p.staff_id
      JOIN cases_case c ON c.id = p.case_id
     WHERE p.case_id = ANY(%s) AND p.until > %s AND p.staff_id <> %s
     ORDER BY c.number, s.work_no
"""


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody else who is here."""

    name: str
    work_no: str
    typing: bool
    number: str


def look(looks: Iterable[tuple[str, int]], now: datetime) -> None:
    """Note that these persons have these cases (by number) on screen; whoever is new is told of."""
    pairs = sorted(set(looks))
    if not pairs:
        return
    numbers, staff = [number for number, _ in pairs], [person for _, person in pairs]
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [now + LOOKS_FOR, numbers, staff])
        came = {number for number, new in cursor.fetchall() if new}
    tell(came)


def leave(number: str, staff_id: int) -> None:
    """Take the person away from the case."""
    gone, _each = Presence.objects.filter(case__number=number, staff=staff_id).delete()
    if gone:
        tell([number])


def type_on(case: Case, staff_id: int, now: datetime) -> None:
    """Note that whoever looks at the case is typing; others are told when it begins.

    Typing is no look of its own: the last words of a page that closes would bring back who left.
    """
    mine = Presence.objects.filter(case=case, staff=staff_id)
    known = mine.filter(typing_until__gt=now).exists()
    if mine.update(typing_until=now + TYPES_FOR) and not known:
        tell([case.number])


def here(actor: Actor, numbers: Iterable[str], now: datetime) -> list[Here]:
    """Return who else is at those of the cases that ``actor`` may see."""
    seen = Case.objects.visible_to(actor).filter(number__in=list(numbers)).order_by()
    ids = list(seen.values_list("pk", flat=True))
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_HERE, [now, ids, now, actor.staff_id])
        return [Here(*row) for row in cursor.fetchall()]


def forget_looks(now: datetime) -> int:
    """Delete what has run out; returns how many rows."""
    return Presence.objects.filter(until__lt=now).delete()[0]


def tell(numbers: Iterable[str]) -> None:
    """Call those who have these cases on screen."""
    told = sorted(numbers)
    if told:
        with connection.cursor() as cursor:
            query = "SELECT pg_notify(%s, number) FROM unnest(%s::text[]) AS told (number)"
            cursor.execute(query, [CHANNEL, told])
