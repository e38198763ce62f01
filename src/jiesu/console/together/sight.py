"""What of a screen has moved, and who may hear of it: asked before a number is ever sent."""

from collections.abc import Iterable, Mapping

from django.db.models import IntegerField, QuerySet, Value

from jiesu.cases.models import Case
from jiesu.people.actor import Actor

AT_ONCE = 50
"""Persons asked about in one statement."""


def moved_since(actor: Actor, known: Mapping[str, int]) -> list[str]:
    """Return those of the visible cases whose ledger is longer than what is ``known``."""
    seen = Case.objects.visible_to(actor).filter(number__in=list(known)).order_by()
    rows = seen.values_list("number", "seq")
    return sorted(number for number, seq in rows if seq > known[number])


def who_sees(actors: Iterable[Actor], number: str) -> set[int]:
    """Return the ids of those who may see the case just now: one statement for fifty of them."""
    people = {actor.staff_id: actor for actor in actors if actor.staff_id is not None}
    asked = [_asked(actor, staff_id, number) for staff_id, actor in people.items()]
    found: set[int] = set()
    for start in range(0, len(asked), AT_ONCE):
        first, *more = asked[start : start + AT_ONCE]
        found |= {who for (who,) in first.union(*more, all=True)}
    return found


def _asked(actor: Actor, staff_id: int, number: str) -> QuerySet[Case, tuple[int]]:
    seen = Case.objects.visible_to(actor).filter(number=number).order_by()
    who = Value(staff_id, output_field=IntegerField())
    return seen.annotate(who=who).values_list("who")
