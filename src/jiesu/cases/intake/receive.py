"""T01: a contact is saved, numbered and acknowledged, whatever it says (S7, S23, S35)."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime

import msgspec
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from jiesu.cases.entries import requested
from jiesu.cases.intake.compose import Draft, compose
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.desk import desk
from jiesu.cases.intake.earlier import Known, earlier_cases
from jiesu.cases.intake.fit import fit
from jiesu.cases.intake.named import OutageNamed
from jiesu.cases.intake.write import write
from jiesu.cases.models import Case, Entry, Proceeding
from jiesu.cases.moved import Moved
from jiesu.cases.numbers import next_id
from jiesu.cases.packs import keep_packs
from jiesu.cases.refusals import KeyReused, NotAllowed, unfit
from jiesu.cases.unowned import Unowned
from jiesu.kit.events import publish
from jiesu.kit.gathering import Gathering
from jiesu.kit.sealed import keyed
from jiesu.kit.statements import fetch
from jiesu.people.access import may
from jiesu.people.actor import Actor

_encode = msgspec.json.Encoder().encode
_KNOWN = "SELECT request_key FROM cases_entry WHERE request_key = ANY(%s::bytea[])"
MOST_TOGETHER = 16
"""Contacts stored in one transaction: as many as ``serve`` has threads to bring them (0141)."""


class _Contact(msgspec.Struct, frozen=True):
    """One contact that may be saved: whose, when, and by which request it was made."""

    actor: Actor
    intake: Intake
    now: datetime
    request: tuple[bytes, bytes] | None
    """Digests of the request's key and of what was said with it."""


def receive(actor: Actor, intake: Intake, *, now: datetime, key: str = "") -> Case:
    """Save one contact and return its case; the same ``key`` returns the case already made.

    Contacts that come to this process at the same time are stored together, in one transaction,
    for two thirds of the cost (docs/decisions/0141). Within a transaction it stays alone.

    Raises:
        NotAllowed, Unfit, KeyReused: nothing was written.
    """
    contact = _contact(actor, intake, now, key)
    if connection.in_atomic_block:
        return _receive([contact])[0]
    return GATHERING.do(contact)


def receive_all(actor: Actor, intakes: Sequence[Intake], *, now: datetime) -> list[Case]:
    """Save many contacts in one statement: all or none."""
    drafts = _drafts([_contact(actor, intake, now) for intake in intakes])
    _store(drafts)
    return [draft.case for draft in drafts]


def receive_new(actor: Actor, keyed: Mapping[str, Intake], *, now: datetime) -> dict[str, Case]:
    """Save those contacts whose key never came before, all or none; returns their cases by key.

    The contacts went through ``fit`` when they were read.

    Raises:
        NotAllowed, Unfit: nothing was written.
    """
    _check_may_receive(actor)
    fresh = _new_only(actor, keyed)
    drafts = _drafts(
        [
            _Contact(actor, intake, now, _request(actor, key, intake))
            for key, intake in fresh.items()
        ]
    )
    try:
        _store(drafts)
    except IntegrityError:
        # Another process stored some of them in the meantime: look again, and take the rest.
        if len(_new_only(actor, fresh)) == len(fresh):
            _refuse_known_transfers(drafts)
            raise
        return receive_new(actor, fresh, now=now)
    return {key: draft.case for key, draft in zip(fresh, drafts, strict=True)}


def _receive(contacts: Sequence[_Contact]) -> list[Case]:
    """Save ``contacts``, all or none; a single one may turn out to be saved already."""
    drafts = _drafts(contacts)
    try:
        _store(drafts)
    except IntegrityError as clash:
        if len(drafts) > 1:
            raise
        return [_made_before(drafts[0], clash)]
    return [draft.case for draft in drafts]


GATHERING = Gathering(_receive, most=MOST_TOGETHER)
"""One for each process: its threads' contacts meet here."""


def _contact(actor: Actor, intake: Intake, now: datetime, key: str = "") -> _Contact:
    """The contact, clean.

    Raises:
        NotAllowed: the actor may not take contacts. Unfit: it cannot be answered.
    """
    _check_may_receive(actor)
    return _Contact(actor, fit(intake), now, _request(actor, key, intake))


def _check_may_receive(actor: Actor) -> None:
    verdict = may(actor, "receive", unit_path=actor.unit_path or "/")
    if not verdict.allowed:
        raise NotAllowed(verdict.why)


def _drafts(contacts: Sequence[_Contact]) -> list[Draft]:
    """What would be written for ``contacts``."""
    earlier = earlier_cases([contact.intake for contact in contacts])
    return [_draft(*told) for told in zip(contacts, earlier, strict=True)]


def _draft(contact: _Contact, earlier: Sequence[Known]) -> Draft:
    actor, now = contact.actor, contact.now
    draft = compose(contact.intake, actor, now, identity=next_id(), desk=desk(now), earlier=earlier)
    if contact.request:
        first = draft.entries[0]
        first.request_key, first.request_digest = contact.request
    if outage := contact.intake.outage.strip():
        draft.named = OutageNamed(draft.case, outage, actor, now)
    return draft


def _store(drafts: Sequence[Draft]) -> None:
    """One statement is a transaction of its own; within another one a failure is kept apart."""
    if not drafts:
        return
    keep_packs((draft.case for draft in drafts), drafts[0].case.received_at)
    events = list(_events(drafts))
    several = bool(events) or any(draft.proceedings for draft in drafts)
    with transaction.atomic() if several or connection.in_atomic_block else nullcontext():
        write(drafts)
        for event in events:
            publish(event)


def _events(drafts: Sequence[Draft]) -> Iterator[object]:
    """What others hear of: that nobody answers, that somebody is called, which outage it is."""
    for draft in drafts:
        if draft.unowned:
            yield Unowned(draft.case, draft.entries[0])
        yield from (Moved(draft.case, one) for one in draft.entries if one.verb == "escalate")
        if draft.named:
            yield draft.named


def _new_only(actor: Actor, keyed: Mapping[str, Intake]) -> dict[str, Intake]:
    keys = {_request_key(actor, key): key for key in keyed}
    known = {keys[found] for (found,) in fetch(_KNOWN, [list(keys)])}
    return {key: intake for key, intake in keyed.items() if key not in known}


def _request(actor: Actor, key: str, intake: Intake) -> tuple[bytes, bytes] | None:
    if not key:
        return None
    digest = hashlib.sha256(_encode(intake)).digest()
    return _request_key(actor, key), keyed(digest)


def _request_key(actor: Actor, key: str) -> bytes:
    return hashlib.sha256(f"{actor.kind}/{actor.staff_id}/new/{key}".encode()).digest()


def _made_before(draft: Draft, clash: IntegrityError) -> Case:
    """The case already made by the same request; otherwise why this one cannot be made."""
    first = draft.entries[0]
    entry = None
    if first.request_key:
        made = Entry.objects.select_related("case")
        entry = made.filter(request_key=first.request_key).first()
    if entry is None:
        _refuse_known_transfers([draft])
        raise clash
    if not requested(entry, bytes(first.request_digest or b"")):
        raise KeyReused(
            _("这个 Idempotency-Key 已用于另一个请求，本次未保存。请换一个新的键再提交。")
        )
    return entry.case


def _refuse_known_transfers(drafts: Sequence[Draft]) -> None:
    """An external case is taken in once (T28): the same number is the same matter.

    Raises:
        Unfit: naming the complaint that has it.
    """
    numbers = [number for draft in drafts for number in draft.proceedings]
    known = Proceeding.objects.filter(number__in=numbers).select_related("case").first()
    if known:
        raise unfit(
            "external_no",
            _("该转办单已登记在投诉 %(number)s 名下，未重复登记。请在原投诉中办理。")
            % {"number": known.case.number},
        ) from None
