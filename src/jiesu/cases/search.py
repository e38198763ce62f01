"""Finds cases by number, phone, account, address or any two Chinese characters (design 6).

The vector of a case holds, besides its bigrams, the week of receipt (``@2026w47``) and the units
above it (``#12``). A search walks back through weeks inside the one index, so that a common word
costs what the newest page costs, and a rare word is looked up whole.
"""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection

from jiesu.cases.models import Case
from jiesu.cases.numbered import by_number, by_person
from jiesu.cases.sight import waits_for
from jiesu.kit.bigrams import bigrams, contains, tsquery
from jiesu.people.actor import Actor
from jiesu.people.scopes import scopes
from jiesu.rules.workdays.shanghai import day_of

WINDOWS = (2, 4, 16)
"""Weeks looked at in one go, newest first; what is older is looked up in one last step."""
PAGE, MOST = 30, 2000
"""Candidates fetched at once: few at first, twice as many each time that few of them are seen."""
_BEYOND = 2**62
"""Above every identity; a case's identity grows with the moment it is written."""

_CANDIDATES = """
    SELECT s.case_id FROM cases_searchtext s
     WHERE s.words @@ %s::tsquery AND s.case_id < %s {restriction}
     ORDER BY s.case_id DESC LIMIT %s
"""
_OF_STAFF = """AND (s.words @@ %s::tsquery OR EXISTS (
    SELECT 1 FROM cases_part p WHERE p.case_id = s.case_id AND p.staff_id = %s))"""


_OF_THE_OWN = """AND s.case_id = ANY(ARRAY(
    SELECT p.case_id FROM cases_part p WHERE p.staff_id = %s
     UNION SELECT o.case_id FROM cases_proceeding o JOIN people_organisation u ON u.id = o.unit_id
            WHERE o.machine = 'order' AND o.closed_at IS NULL AND starts_with(u.path, %s)
     UNION SELECT c.id FROM cases_case c WHERE c.number = ANY(%s)))"""


def search_words(case: Case) -> list[str]:
    """Lexemes of ``case``: what was said, its number, its week, the units above it."""
    told = f"{case.number} {case.record.get('title', '')} {case.description}"
    units = [f"#{unit}" for unit in case.unit_path.split("/") if unit]
    return [*bigrams(told), week_word(case.received_at), *units]


def week_word(at: datetime) -> str:
    """The lexeme for the week in which ``at`` falls."""
    year, week, _ = day_of(at).isocalendar()
    return f"@{year}w{week:02}"


def search(actor: Actor, text: str, now: datetime, limit: int = 25) -> list[Case]:
    """Cases visible to ``actor`` that ``text`` names or whose words hold it, newest first."""
    text = text.strip()
    if exact := by_person(actor, text, limit):
        return exact
    hits = {case.pk: case for case in by_number(actor, text)}
    wanted = tsquery(text)
    if not wanted or any(case.number == text.upper() for case in hits.values()):
        return list(hits.values())
    for condition in _windows(wanted, now):
        hits |= _look(actor, text, condition, limit - len(hits), hits.keys())
        if len(hits) >= limit:
            break
    return list(hits.values())


def _windows(wanted: str, now: datetime) -> Iterator[str]:
    """What to ask of the index, newest weeks first; the last question reaches back for ever."""
    week = 0
    for weeks in WINDOWS:
        words = (f"'{week_word(now - timedelta(weeks=n))}'" for n in range(week, week + weeks))
        yield f"{wanted} & ({' | '.join(words)})"
        week += weeks
    yield wanted


def _look(
    actor: Actor, text: str, condition: str, limit: int, known: Collection[int]
) -> dict[int, Case]:
    """Hits of one window besides those ``known``: candidates, newest first, asked of sight."""
    restriction, params = _ground(actor)
    statement = _CANDIDATES.format(restriction=restriction)
    hits: dict[int, Case] = {}
    before, size = _BEYOND, PAGE
    while len(hits) < limit:
        with connection.cursor() as cursor:
            cursor.execute(statement, [condition, before, *params, size])
            ids = [row[0] for row in cursor.fetchall()]
        seen = Case.objects.visible_to(actor).in_bulk([one for one in ids if one not in known])
        hits |= {one: seen[one] for one in ids if one in seen and _holds(seen[one], text)}
        if len(ids) < size:
            break
        before, size = ids[-1], min(2 * size, MOST)
    return dict(islice(hits.items(), limit))


def _ground(actor: Actor) -> tuple[str, list[Any]]:
    """Where a visible case can lie: in the actor's own case, his units, or those he has a part in.

    A wider net than sight (``visible_to`` decides), but one that the index can draw.
    """
    if actor.kind == "system":
        return "", []
    if actor.kind == "customer":
        return "AND s.case_id = %s", [actor.case_id]
    if _sees_only_the_own(actor):
        return _OF_THE_OWN, [actor.staff_id, actor.unit_path or None, list(actor.glass)]
    units = {held.path.rstrip("/").rpartition("/")[2] for held in actor.held}
    lexemes = " | ".join(f"'#{unit}'" for unit in sorted(units))
    return _OF_STAFF, [lexemes, actor.staff_id]


def _sees_only_the_own(actor: Actor) -> bool:
    """Whether no unit's cases are visible as such: an owner's search stays among few cases."""
    held = scopes(actor)
    whole = held.prefixes or held.inspection_prefixes or held.crew_prefixes or held.by_visit
    return not whole and not waits_for(actor)


def _holds(case: Case, text: str) -> bool:
    """Recheck: bigrams may stand apart in a text that does not hold the phrase."""
    return contains(f"{case.number} {case.record.get('title', '')} {case.description}", text)
