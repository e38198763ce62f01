"""What of a screen has moved, and who may hear of it: asked before a number is ever sent."""

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import IntegerField, QuerySet, Value

from jiesu.cases.models import Case
from jiesu.people.actor import Actor
from jiesu.people.actors import load_actor

AT_ONCE = 50
"""Persons asked about in one statement."""


def moved_since(actor: Actor, known: Mapping[str, int]) -> list[str]:
    """Return those of the visible cases whose ledger is longer than what is ``known``."""
    seen = Case.objects.visible_to(actor).filter(number__in=list(known)).order_by()
    rows = seen.values_list("number", "seq")
    return sorted(number for number, seq in rows if seq > known[number])


def who_sees(actors: Iterable[Actor], number: str) -> set[int]:
    """Return the ids of those who may see the case just now: one statement for fifty of them."""
    return {who for who, _case in _seen(actors, Case.objects.filter(number=number))}


def seen_by(people: Iterable[int], cases: Iterable[int]) -> set[tuple[int, int]]:
    """Which of these persons see which of these cases: person and case, by their ids."""
    actors = [actor for staff in sorted(people) if (actor := load_actor(staff))]
    return set(_seen(actors, Case.objects.filter(pk__in=set(cases))))


def _seen(actors: Iterable[Actor], cases: QuerySet[Case, Case]) -> Iterator[tuple[int, int]]:
    people = {actor.staff_id: actor for actor in actors if actor.staff_id is not None}
    asked = [_asked(actor, staff_id, cases) for staff_id, actor in people.items()]
    for start in range(0, len(asked), AT_ONCE):
        first, *more = asked[start : start + AT_ONCE]
        yield from first.union(*more, all=True)


def _asked(
    actor: Actor, staff_id: int, cases: QuerySet[Case, Case]
) -> QuerySet[Case, tuple[int, int]]:
    seen = (cases & Case.objects.visible_to(actor)).order_by()
    who = Value(staff_id, output_field=IntegerField())
    return seen.annotate(who=who).values_list("who", "pk")
