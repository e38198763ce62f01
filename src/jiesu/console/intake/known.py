"""Who is calling: the lines held and the cases known by a number that is typed, all masked (§18).

Nothing is told that the agent could not look up otherwise: lines of the units over which contacts
are taken, cases that ``visible_to`` gives.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from jiesu.cases.flow import step_from
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.earlier import earlier_cases, judge
from jiesu.cases.models import Case
from jiesu.cases.permit import parts_of
from jiesu.cases.titles import state_title
from jiesu.console.intake.outages import Outages, outages_there
from jiesu.console.tongue import category_title
from jiesu.kit.masks import mask_account, mask_address, mask_name, mask_phone
from jiesu.people.access import may
from jiesu.people.actor import Actor
from jiesu.people.customers import by_account, by_address, by_phone, holder_of, line_of
from jiesu.people.models import Subscription
from jiesu.people.permissions import book
from jiesu.rules.repeats.contact import Verdict

REPEATS_WITHIN = timedelta(days=30)
MOST_KNOWN = 5
LEAST_SIGNS = 5
_KEYS = ("phone", "account", "address")


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A line and its holder, masked."""

    holder: str
    phone: str
    company: bool
    product: str
    account: str
    address: str
    unit: str


@dataclass(frozen=True, slots=True)
class KnownCase:
    """An earlier case of the same caller."""

    number: str
    subject: str
    state: str
    category: str
    received_at: datetime
    open: bool
    can_join: bool
    """Whether this person may add what is said now to it."""


@dataclass(frozen=True, slots=True)
class Caller:
    """All that is known of whoever calls."""

    lines: list[KnownLine]
    cases: list[KnownCase]
    outages: Outages
    """What is known to be broken, or worked on, where the caller is (S105, S123)."""
    verdict: Verdict | None = None
    """What the contact is to one of the cases, if it is not new (§15.1)."""

    @property
    def alike(self) -> str:
        """Number of the case about the same matter; empty if there is none."""
        return (self.verdict.of or "") if self.verdict else ""


def caller_of(actor: Actor, read: Mapping[str, Any], category: str, now: datetime) -> Caller:
    """Look up what was typed so far; ``category`` is the one chosen or suggested."""
    typed = {name: _enough(str(read.get(name, ""))) for name in _KEYS}
    lines = _lines(actor, typed)
    outages = outages_there(actor, read, lines, category, now)
    if not any(typed.values()):
        return Caller([], [], outages)
    contact = Intake(
        channel="hotline",
        description="-",
        phone=typed["phone"],
        account=typed["account"],
        address=typed["address"],
        outage=str(read.get("outage", "")),
    )
    known = earlier_cases([contact])[0]
    ids = [one.id for one in known]
    seen = list(Case.objects.visible_to(actor).filter(pk__in=ids).order_by("-received_at"))
    visible = {case.pk for case in seen}
    verdict, _identity = (
        judge(contact, category, [one for one in known if one.id in visible], now)
        if category
        else (None, None)
    )
    recent = [c for c in seen if c.closed_at is None or now - c.received_at <= REPEATS_WITHIN]
    return Caller(
        [_line(line) for line in lines],
        [_case(actor, case) for case in recent[:MOST_KNOWN]],
        outages,
        verdict if verdict and verdict.kind != "new" else None,
    )


def _lines(actor: Actor, typed: Mapping[str, str]) -> list[Subscription]:
    looks = {"phone": by_phone, "account": by_account, "address": by_address}
    within = _within(actor)
    found: dict[int, Subscription] = {}
    for name, look in looks.items():
        if typed[name]:
            found |= {line.pk: line for line in look(typed[name]).filter(within)[:MOST_KNOWN]}
    return list(found.values())[:MOST_KNOWN]


def _within(actor: Actor) -> Q:
    """The units over which ``actor`` holds a role that takes contacts."""
    roles = book().verbs["receive"].cells
    within = Q(pk__in=())
    for held in actor.held:
        if held.role in roles:
            within |= Q(organisation__path__startswith=held.path)
    return within


def _line(line: Subscription) -> KnownLine:
    holder, told = holder_of(line.customer), line_of(line)
    return KnownLine(
        holder=mask_name(holder.name),
        phone=mask_phone(holder.phone),
        company=line.customer.company,
        product=str(line),
        account=mask_account(told.account),
        address=mask_address(told.address),
        unit=line.organisation.name,
    )


def _case(actor: Actor, case: Case) -> KnownCase:
    return KnownCase(
        number=case.number,
        subject=case.subject,
        state=state_title(case.state),
        category=category_title(case.category) if case.category else "",
        received_at=case.received_at,
        open=case.closed_at is None,
        can_join=_can_join(actor, case),
    )


def _can_join(actor: Actor, case: Case) -> bool:
    if case.closed_at is not None or step_from("supplement", case.state) is None:
        return False
    parts = parts_of(actor, case)
    return may(actor, "supplement", unit_path=case.unit_path, parts=parts).allowed


def _enough(typed: str) -> str:
    """What was typed, once it is long enough to mean somebody."""
    return typed if sum(c.isalnum() for c in typed) >= LEAST_SIGNS else ""
