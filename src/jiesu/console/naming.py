"""Names of the people and units that a ledger speaks of by number: a query for each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from jiesu.cases.models import Entry
from jiesu.console.tongue import role_title
from jiesu.people.models import Organisation, Staff
from jiesu.people.permissions import book

PEOPLE = frozenset(
    {
        "owner", "owner_id", "investigator", "investigator_id", "assignee", "technician",
        "technician_id", "officer", "accused", "mentioned",
    }
)  # fmt: skip
"""Facts that are the number of somebody on the staff."""
UNITS = frozenset({"unit_id"})
HANDED_ON = frozenset({"hand_over", "register", "assign_rectification"})
"""Verbs whose ``before`` is a person, too."""


@dataclass(frozen=True, slots=True)
class Names:
    """Who and what is meant by the numbers and codes of a ledger."""

    staff: Mapping[int, str]
    """Name and work number."""
    units: Mapping[int, str]
    codes: Mapping[str, str] = field(default_factory=dict)
    """Names of units by their code."""
    roles: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def role_for(self, staff_id: int, verb: str) -> str:
        """Title of the role by which this person says ``verb``: of several one that may."""
        held = self.roles.get(staff_id, ())
        rule = book().verbs.get(verb)
        fitting = [role for role in held if rule and role in rule.cells]
        first = next(iter(fitting or held), "")
        return role_title(first) if first else ""


def names_in(entries: Iterable[Entry]) -> Names:
    """Look up everybody whom ``entries`` name: one query for staff, one for units."""
    people: set[int] = set()
    places: set[int] = set()
    codes: set[str] = set()
    for entry in entries:
        people |= {entry.by_staff_id or 0, *_people_in(entry)}
        places |= {v for k, v in entry.facts.items() if k in UNITS and isinstance(v, int)}
        codes |= {v for k, v in entry.facts.items() if k == "unit" and isinstance(v, str)}
    held = ArrayAgg("grants__role", filter=Q(grants__revoked_at=None), default=[])
    staff = list(
        Staff.objects.filter(pk__in=people - {0})
        .annotate(held=held)
        .values_list("id", "name", "work_no", "held")
    )
    units = list(
        Organisation.objects.filter(Q(pk__in=places) | Q(code__in=codes)).values_list(
            "id", "name", "code"
        )
        if places or codes
        else ()
    )
    return Names(
        staff={i: f"{name} {no}" for i, name, no, _held in staff},
        units={i: name for i, name, _code in units},
        codes={code: name for _i, name, code in units},
        roles={i: tuple(sorted(set(held) - {None})) for i, _name, _no, held in staff},
    )


def _people_in(entry: Entry) -> set[int]:
    told = {v for k, v in entry.facts.items() if k in PEOPLE and isinstance(v, int)}
    told |= set(entry.facts.get("mentioned", ()))
    if entry.verb in HANDED_ON:
        told |= {entry.facts.get("before") or 0}
    return told
