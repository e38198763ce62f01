"""Finds cases by number, phone, account, address or any two Chinese characters (design 6).

The vector of a case holds, besides its bigrams, the units above it (``#12``) and whoever has or had
a part in it (``!29``): one index answers where a word stands that an actor may see. The newest
cases are looked through first, for a common word is found there at once; what is rarer is looked
up whole (docs/decisions/0020).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from jiesu.cases.hits import Hit, hits
from jiesu.cases.models import Case
from jiesu.cases.numbered import by_number, by_person
from jiesu.cases.sight import waits_for
from jiesu.kit.bigrams import bigrams, contains, tsquery
from jiesu.kit.statements import fetch
from jiesu.people.actor import Actor
from jiesu.people.scopes import scopes

NEWEST, MORE = 5_000, 15_000
"""Cases looked through, newest first, before the index is asked: some 3 ms among a million; and how
many more at most, if the words are as common in them as they were in the first."""
SPARE, MOST = 10, 2000
"""Candidates asked of sight beyond those wanted, for it refuses few; and at once at most."""
FIRST = 300
"""Candidates taken from the index at first: rarely more are needed."""

_AMONG_THE_NEWEST = """
    SELECT s.case_id FROM (SELECT case_id, words FROM cases_searchtext
                            ORDER BY case_id DESC LIMIT %s OFFSET %s) AS s
     WHERE {arms} ORDER BY s.case_id DESC
"""
_AMONG_ALL = """
    WITH found AS MATERIALIZED (SELECT s.case_id FROM cases_searchtext s WHERE {arms})
    SELECT case_id FROM found ORDER BY case_id DESC LIMIT %s
"""
"""Materialised: else PostgreSQL may walk back through all cases for a word of years ago."""
_NEAR = "s.words @@ %s::tsquery"
_BEYOND = "s.words @@ %s::tsquery AND s.case_id = ANY(%s)"
_CASES_BEYOND = """
    SELECT o.case_id FROM cases_proceeding o
      JOIN people_organisation u ON u.id = o.unit_id JOIN cases_case c ON c.id = o.case_id
     WHERE o.machine = 'order' AND o.closed_at IS NULL AND starts_with(u.path, %s)
       AND NOT EXISTS (SELECT FROM unnest(%s::text[]) AS held WHERE starts_with(c.unit_path, held))
     UNION SELECT id FROM cases_case WHERE number = ANY(%s)
"""

_ADD = """
    UPDATE cases_searchtext SET words = words || array_to_tsvector(%s::text[]) WHERE case_id = %s
"""


_Arm = tuple[str, list[Any]]
"""A condition on the words, and its parameters."""


class _Net(NamedTuple):
    """Where a visible case can lie: wider than sight (``visible_to`` decides), but indexed."""

    near: str | None
    """Lexemes of which such a case has one; empty for all cases, None for none."""
    beyond: list[int]
    """Cases that lie elsewhere: of orders to the actor's unit, and looked into in an emergency."""


def search_words(case: Case, people: Iterable[int]) -> list[str]:
    """Lexemes of ``case``: what was said, its number, the units above it, ``people``."""
    told = f"{case.number} {case.subject} {case.description}"
    units = [f"#{unit}" for unit in case.unit_path.split("/") if unit]
    own = [person_word(one) for one in dict.fromkeys(people)]
    return [*bigrams(told), *units, *own]


def person_word(staff_id: int) -> str:
    """The lexeme of whoever has or had a part in a case."""
    return f"!{staff_id}"


def find_for(case_id: int, people: Iterable[int]) -> None:
    """Let the case be found by ``people``, who got a part in it."""
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [[person_word(one) for one in people], case_id])


def search(actor: Actor, text: str, limit: int = 25) -> list[Hit]:
    """Cases visible to ``actor`` that ``text`` names or whose words hold it, newest first."""
    text = text.strip()
    if exact := by_person(actor, text, limit):
        return exact
    named, wanted = by_number(actor, text), tsquery(text)
    if not wanted or any(hit.number == text.upper() for hit in named):
        return named
    looked = _Look(actor, text, limit, {hit.id: hit for hit in named})
    if arms := _arms(_net(actor), wanted):
        _look(looked, arms)
    return list(looked.hits.values())[:limit]


@dataclass(slots=True)
class _Look:
    """One search under way: whose eyes, for what, how many at most, and what was found."""

    actor: Actor
    text: str
    limit: int
    hits: dict[int, Hit]

    @property
    def lacking(self) -> int:
        """How many hits the page still holds."""
        return max(self.limit - len(self.hits), 0)

    def take(self, ids: Sequence[int]) -> int:
        """Ask sight about candidates, newest first, until the page is full; how many it took."""
        before, at, size = len(self.hits), 0, self.lacking + SPARE
        new = [one for one in ids if one not in self.hits]
        while self.lacking and at < len(new):
            seen = hits(self.actor, "id = ANY(%s)", [new[at : at + size]], "id DESC")
            self.hits |= {hit.id: hit for hit in seen if _holds(hit, self.text)}
            at, size = at + size, min(2 * size, MOST)
        return len(self.hits) - before


def _look(looked: _Look, arms: Sequence[_Arm]) -> None:
    """Look through the newest, through more of them where that fills the page, then everywhere."""
    found = looked.take(_newest(arms, NEWEST))
    if more := _worth_reading(looked.lacking, found):
        looked.take(_newest(arms, more, behind=NEWEST))
    if looked.lacking:
        first = _everywhere(arms, FIRST)
        looked.take(first)
        if looked.lacking and len(first) == FIRST:
            looked.take(_everywhere(arms)[FIRST:])


def _worth_reading(lacking: int, found: int) -> int:
    """How many cases more hold those ``lacking``, as the newest held ``found``; 0: too many."""
    more = NEWEST * lacking * 3 // (2 * found) if found else 0
    return more if more <= MORE else 0


def _newest(arms: Sequence[_Arm], many: int, behind: int = 0) -> list[int]:
    """Candidates among the ``many`` newest cases behind the first, newest first.

    A case's identity grows with the moment it is written.
    """
    told, values = _any_of(arms)
    return [row[0] for row in fetch(_AMONG_THE_NEWEST.format(arms=told), [many, behind, *values])]


def _everywhere(arms: Sequence[_Arm], most: int | None = None) -> list[int]:
    """Candidates among all cases, newest first."""
    told, values = _any_of(arms)
    return [row[0] for row in fetch(_AMONG_ALL.format(arms=told), [*values, most])]


def _any_of(arms: Sequence[_Arm]) -> _Arm:
    return " OR ".join(arm for arm, _ in arms), [value for _, values in arms for value in values]


def _arms(net: _Net, wanted: str) -> list[_Arm]:
    """What is asked of the words: those wanted together with the net's, and those beyond it."""
    arms: list[_Arm] = []
    if net.near is not None:
        arms.append((_NEAR, [f"({wanted}) & ({net.near})" if net.near else wanted]))
    if net.beyond:
        arms.append((_BEYOND, [wanted, net.beyond]))
    return arms


def _net(actor: Actor) -> _Net:
    if actor.kind == "system":
        return _Net("", [])
    if actor.staff_id is None:
        return _Net(None, [actor.case_id] if actor.case_id else [])
    paths = [] if _sees_only_the_own(actor) else sorted({held.path for held in actor.held})
    units = [f"#{path.rstrip('/').rpartition('/')[2]}" for path in paths]
    lexemes = " | ".join(f"'{word}'" for word in (*units, person_word(actor.staff_id)))
    return _Net(lexemes, _beyond(actor, paths))


def _beyond(actor: Actor, paths: list[str]) -> list[int]:
    told = fetch(_CASES_BEYOND, [actor.unit_path or None, paths, list(actor.glass)])
    return [row[0] for row in told]


def _sees_only_the_own(actor: Actor) -> bool:
    """Whether no unit's cases are visible as such: an owner's search stays among few cases."""
    held = scopes(actor)
    whole = held.prefixes or held.inspection_prefixes or held.crew_prefixes or held.by_visit
    return not whole and not waits_for(actor)


def _holds(hit: Hit, text: str) -> bool:
    """Recheck: bigrams may stand apart in a text that does not hold the phrase."""
    return contains(f"{hit.number} {hit.subject} {hit.description}", text)
