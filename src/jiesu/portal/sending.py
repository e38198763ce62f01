"""Makes the complaint out of the draft, once, however often it is sent."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.earlier import earlier_cases, judge
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case
from jiesu.cases.moves import make_move
from jiesu.cases.uploads import handed_on
from jiesu.people.actor import Actor
from jiesu.portal.answers import Care, Name, Place, Reach, What, When, Wish, plain_phone
from jiesu.portal.forms import made
from jiesu.portal.models import Visit
from jiesu.portal.outages import meant
from jiesu.portal.questions import first_open
from jiesu.portal.symptoms import category_of, symptoms
from jiesu.portal.visits import Memory, memory_of, remember
from jiesu.portal.wishes import outcome_of

SOMEBODY = Actor(kind="customer", name="用户")
"""Whoever complains: no case is theirs yet."""
_SAME = frozenset({"duplicate", "join"})


class StaleDraftError(Exception):
    """The form was made from a draft that is no longer there; nothing was sent."""


def new_key() -> str:
    """Draw the key under which a draft is sent."""
    return secrets.token_urlsafe(16)


@transaction.atomic
def send(visit: Visit, key: str, now: datetime, *, about: str = "") -> str:
    """Receive the visit's draft as a complaint and return its number; twice is the same as once.

    ``about`` is the number of the outage that the customer says it is about.

    Raises:
        StaleDraftError: there is no draft of this key. Refusal: the contact was not taken.
    """
    locked = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    memory = memory_of(locked)
    if key in memory.sent:
        return memory.sent[key]
    if not key or key != memory.key or first_open(memory.draft, now):
        raise StaleDraftError
    intake = intake_of(memory.draft)
    intake.outage = meant(about, intake, now)
    case = receive(SOMEBODY, intake, now=now, key=key)
    _attach(case, memory.photos, now)
    sent = {**memory.sent, key: case.number}
    remember(locked, Memory(sent=sent, asked=memory.asked))
    return case.number


def _attach(case: Case, photos: list[dict[str, str]], now: datetime) -> None:
    """Add the pictures in the name of whoever complained; the same picture twice is one."""
    customer = Actor(kind="customer", name=SOMEBODY.name, case_id=case.pk)
    each = {
        sha256: receipt
        for receipt, sha256 in (handed_on(one["receipt"], SOMEBODY, customer) for one in photos)
    }
    for receipt in each.values():
        make_move(customer, case.number, "add_evidence", {"receipt": receipt}, now=now)


def intake_of(draft: dict[str, Any]) -> Intake:
    """Return the draft as the contact that every channel hands over (§12.3)."""
    what, when, wish = made(What, draft), made(When, draft), made(Wish, draft)
    name, reach, place = made(Name, draft), made(Reach, draft), made(Place, draft)
    care = made(Care, draft) or Care()
    assert what, "checked before: every question is answered"
    assert when
    assert wish
    assert name
    assert reach
    assert place
    symptom = symptoms().get(draft.get("symptom", ""))
    return Intake(
        channel="web",
        description=what.description,
        desired_outcome=outcome_of(wish.wishes, wish.desired_outcome),
        occurred_at=when.occurred_at,
        occurred_place=when.occurred_place,
        name=name.name,
        phone=plain_phone(reach.phone) if reach.phone else "",
        email=reach.email.strip(),
        account=place.account,
        address=place.address,
        region=place.region,
        relation=place.relation,
        preferred_channel=reach.preferred_channel,
        written_reply=care.written_reply,
        vulnerable=care.vulnerable,
        no_contact=reach.no_contact,
        subject=symptom.zh if symptom else "",
        category=category_of(symptom, what.description),
    )


def mine_already(visit: Visit | None, intake: Intake, now: datetime) -> str:
    """Return the number of the open complaint on the same matter that this visit knows of.

    Only what was proven or sent in this very visit counts: whoever types another's phone number
    must not learn whether that person has complained.
    """
    known = {*memory_of(visit).sent.values()}
    if visit and visit.case_id:
        known |= set(Case.objects.filter(pk=visit.case_id).values_list("number", flat=True))
    if not known:
        return ""
    earlier = [one for one in earlier_cases([intake])[0] if one.case.no in known]
    verdict, _ = judge(intake, intake.category, earlier, now)
    return verdict.of or "" if verdict.kind in _SAME else ""
