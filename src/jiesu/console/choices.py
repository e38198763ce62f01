"""What may be chosen where a verb takes a code: by the name of the field, for actor and case."""

from collections.abc import Callable, Iterable

from jiesu.cases.book import routing, taxonomy
from jiesu.cases.models import Case
from jiesu.console.choices_outages import open_outages
from jiesu.console.choices_running import (
    extendable_clocks,
    open_orders,
    open_requests,
    payments_noted,
    rectifications_to_join,
    rectifications_to_leave,
    unfiled_clocks,
)
from jiesu.console.labels import label
from jiesu.console.tongue import code_title, remedy_title
from jiesu.oversight.actions.rectify import FOUND_BY_PEOPLE
from jiesu.oversight.hearing import able_to_look_anew
from jiesu.people.actor import Actor
from jiesu.people.models import Organisation, Staff
from jiesu.people.permissions import book as people_book
from jiesu.people.serving import able_to_serve
from jiesu.rules.remedies.tariff import our_own as tariff
from jiesu.ui.fields import Choice
from jiesu.ui.joining import with_number
from jiesu.ui.tongue import named

Offer = Callable[[Actor, Case | None], Iterable[Choice]]

CODE_LISTS = {
    "case_type": "case_types",
    "channel": "channels",
    "cause": "root_causes",
    "root_cause": "root_causes",
    "secondary_cause": "root_causes",
    "liability": "liabilities",
    "solution": "solutions",
    "outcome": "outcomes",
    "refuse.reason": "non_acceptance",
}
"""Fields whose values stand in a closed list of the taxonomy."""


def choices(path: str, verb: str, actor: Actor, case: Case | None) -> tuple[Choice, ...]:
    """Offer what may be chosen for the field; nothing where anything may be typed."""
    for key in (f"{verb}.{path}", path, path.rpartition(".")[2]):
        if offer := OFFERS.get(key):
            return tuple(offer(actor, case))
        if key in CODE_LISTS and not _own_values(verb, key):
            return codes(CODE_LISTS[key])
    return ()


def codes(list_name: str) -> tuple[Choice, ...]:
    """Offer a closed list of the taxonomy."""
    return tuple(Choice(one.code, named(one)) for one in taxonomy().codes(list_name))


def categories(_actor: Actor, _case: Case | None) -> Iterable[Choice]:
    """Offer the categories that may be chosen, under those of level 1."""
    book = taxonomy()
    for category in book.categories.values():
        if category.code in book.intake_codes:
            widest, *rest = book.lineage(category.code)
            yield Choice(
                category.code,
                f"{category.code} {' › '.join(named(one) for one in rest)}",
                named(widest),
            )


def _own_values(verb: str, key: str) -> bool:
    """A talk has channels of its own; only intake takes those of the taxonomy."""
    return key == "channel" and verb != "receive"


def _holders(*roles: str) -> Offer:
    def offer(actor: Actor, case: Case | None) -> Iterable[Choice]:
        path = case.unit_path if case else actor.unit_path
        held = Staff.objects.filter(
            left_at=None, grants__role__in=roles, grants__revoked_at=None
        ).values_list("id", "name", "work_no", "grants__organisation__path")
        near = {(i, name, no) for i, name, no, over in held if path.startswith(over)}
        return [Choice(str(i), with_number(name, no)) for i, name, no in sorted(near)]

    return offer


def _crew(*roles: str) -> Offer:
    """Offer those whose crew lies below the case's unit, where a role is held crew by crew."""

    def offer(actor: Actor, case: Case | None) -> Iterable[Choice]:
        path = case.unit_path if case else actor.unit_path
        held = Staff.objects.filter(
            left_at=None,
            grants__role__in=roles,
            grants__revoked_at=None,
            grants__organisation__path__startswith=path,
        )
        told = held.values_list("id", "name", "work_no", "organisation__name").distinct()
        return [Choice(str(i), with_number(name, no), crew) for i, name, no, crew in told]

    return offer


def _looking_anew(actor: Actor, case: Case | None) -> Iterable[Choice]:
    """Offer only those whom separated duties let take it, under their units."""
    found = able_to_look_anew(actor, case) if case else ()
    return [
        Choice(str(one.pk), with_number(one.name, one.work_no), one.organisation.name)
        for one in found
    ]


def _units(_actor: Actor, case: Case | None) -> Iterable[Choice]:
    """Offer whoever may take on work of the case."""
    known = able_to_serve(case.unit_path if case else "/").values_list("code", "name")
    return [Choice(code, name) for code, name in known]


def _priorities(_actor: Actor, _case: Case | None) -> Iterable[Choice]:
    return [Choice(level, level) for level in ("P1", "P2", "P3", "P4")]


def _reveal_reasons(_actor: Actor, _case: Case | None) -> Iterable[Choice]:
    return [Choice(one.code, named(one)) for one in people_book().reveal.reasons]


def _cities(_actor: Actor, _case: Case | None) -> Iterable[Choice]:
    """Offer the cities we serve, by the unit that answers for each."""
    served = Organisation.objects.filter(kind="city").order_by("path")
    return [
        Choice(region, f"{name} {region}") for region, name in served.values_list("region", "name")
    ]


def _sources(_actor: Actor, _case: Case | None) -> Iterable[Choice]:
    """Offer how people come to know of a fault; the rest is told by the system alone."""
    return [Choice(code, label(f"source:{code}").title) for code in FOUND_BY_PEOPLE]


def _order_types(_actor: Actor, _case: Case | None) -> Iterable[Choice]:
    return [Choice(one.type, named(one)) for one in routing().order]


def _remedies(_actor: Actor, _case: Case | None) -> Iterable[Choice]:
    return [Choice(code, remedy_title(code)) for code in tariff().basis]


OFFERS: dict[str, Offer] = {
    "category": categories,
    "owner_id": _holders("R07"),
    "rectify.owner_id": _holders("R20"),
    "assign_rectification.owner_id": _holders("R20"),
    "rectify.source": _sources,
    "join_rectification.into": rectifications_to_join,
    "leave_rectification.out_of": rectifications_to_leave,
    "name_accused.staff_id": _holders(*(f"R{n:02}" for n in range(3, 22))),
    "investigate.investigator_id": _holders("R11"),
    "reinvestigate.investigator_id": _looking_anew,
    "technician_id": _crew("R12"),
    "unit": _units,
    "priority": _priorities,
    "reveal.purpose": _reveal_reasons,
    "remedies.code": _remedies,
    "receive.region": _cities,
    "order_type": _order_types,
    "extend.clock": extendable_clocks,
    "extend.order": open_orders,
    "file_extension.clock": unfiled_clocks,
    "approve.request": open_requests,
    "decline.request": open_requests,
    "reverse_payment.payment": payments_noted,
    "join_outage.outage": open_outages,
}


def chosen_title(name: str, value: str, verb: str = "") -> str | None:
    """Say what a code of a closed list means; None if the field takes none."""
    list_name = CODE_LISTS.get(f"{verb}.{name}") or CODE_LISTS.get(name)
    return code_title(list_name, value) if list_name else None
