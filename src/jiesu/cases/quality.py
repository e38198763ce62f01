"""Quality cases: about how a case was handled, hidden from those who handled it (§7).

One is a rectification in the ledger of the case it is about. Who inspects and who leads reads of
it; who owned the case, had an order of it or led the crew does not, nor does the customer.
"""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q

from jiesu.cases.models import Case, Part
from jiesu.people.actor import Actor

QUALITY: Final = frozenset({"coaching"})
"""Sources of rectifications that are quality cases (SURVEY_COACHING)."""
RECORDS_TELLING_QUALITY: Final = frozenset({"quality_cases"})
FACTS_TELLING_QUALITY: Final = frozenset({"coached", "excluded", "opens", "valid"})
"""What a score tells of coaching; the score itself is bounded by ``see_scores``."""
_CONCERNED = frozenset({"owner", "handler", "technician", "crew", "investigator", "callback"})
_INSPECT = frozenset({"R18", "R20", "R21", "R22", "R23", "R26"})


def may_know_quality(actor: Actor, unit_path: str, parts: frozenset[str]) -> bool:
    """Whether the actor reads quality cases there: by role, and with no part in the handling."""
    ever = frozenset(part.removeprefix("was_") for part in parts)
    inspects = actor.kind == "system" or bool(_INSPECT & actor.roles_over(unit_path))
    return inspects and not ever & _CONCERNED


def concerned(case: Case) -> set[int]:
    """Staff who had a part in the handling, now or earlier."""
    parts = case.parts.filter(part__in=_CONCERNED)
    return {int(staff) for staff in parts.values_list("staff_id", flat=True)}


def quality_unseen(actor: Actor) -> Q:
    """The condition on proceedings that keeps quality cases from those who may not know."""
    quality = Q(machine="rectification", record__source__in=sorted(QUALITY))
    if not any(held.role in _INSPECT for held in actor.held):
        return ~quality
    mine = Part.objects.filter(
        case=OuterRef("case"), staff=actor.staff_id, part__in=sorted(_CONCERNED)
    )
    return ~Q(quality, Exists(mine))


def tells_quality(facts: dict[str, Any], numbers: Iterable[str]) -> bool:
    """Whether an entry with these facts is about one of the quality cases ``numbers``."""
    return facts.get("rectification") in set(numbers)
