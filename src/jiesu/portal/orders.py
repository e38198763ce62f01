"""The customer's side of work orders: who comes when, asking for another time, confirming."""

from dataclasses import dataclass

from jiesu.cases.flow import step_from
from jiesu.cases.models import Case, Proceeding
from jiesu.cases.verbs import Verb, verb_named
from jiesu.people.access import may
from jiesu.people.actor import Actor
from jiesu.portal.windows import said_window

VERBS = ("order_ask_window", "order_confirm")
"""What customers may do about an order."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """A visit as the customer sees it."""

    window: str
    wished: str
    technician: str
    work_no: str
    phone: str
    on_the_way: bool


def order_for(case: Case, verb: str) -> Proceeding | None:
    """Return the latest order of the case on which ``verb`` may be said now."""
    rows = Proceeding.objects.filter(case=case, machine="order").order_by("-id")
    return next((row for row in rows if step_from(verb, row.state)), None)


def order_verbs(actor: Actor, case: Case) -> list[Verb]:
    """Return what the customer may do about the orders of the case now."""
    if not case.record.get("proceedings"):
        return []
    known = [verb for name in VERBS if (verb := verb_named(name))]
    return [one for one in known if _able(actor, case, one) and order_for(case, one.name)]


def appointments(case: Case) -> list[Appointment]:
    """Return the visits still to come."""
    rows = Proceeding.objects.filter(case=case, machine="order", closed_at=None)
    return [_appointment(row) for row in rows.select_related("assignee") if row.assignee]


def _able(actor: Actor, case: Case, verb: Verb) -> bool:
    parts = frozenset({"complainant"})
    return may(actor, verb.name, unit_path=case.unit_path, parts=parts).kind != "refused"


def _appointment(row: Proceeding) -> Appointment:
    technician, record = row.assignee, row.record
    assert technician is not None
    return Appointment(
        window=said_window(record["window"]) if record.get("window") else "",
        wished=said_window(record["wished"]) if record.get("wished") else "",
        technician=technician.name,
        work_no=technician.work_no,
        phone=technician.extension,
        on_the_way=row.state in {"EN_ROUTE", "ARRIVED", "WORKING"},
    )
