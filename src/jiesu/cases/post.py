"""Outgoing messages, claimed for a carrier and settled by what it reports (§19, S18).

At most once: a message is marked as being sent, in a transaction of its own, before the carrier
touches it. One whose carrier died in the middle may or may not have arrived; it is never sent
again, but given up as doubtful. The portal shows every message besides.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from django.db import transaction
from django.db.models import F, Min

from jiesu.cases.holder import holders_phone
from jiesu.cases.models import Case, Message
from jiesu.cases.moves import make_move
from jiesu.kit.masks import mask_text
from jiesu.kit.sealed import unseal_json
from jiesu.people.actor import SYSTEM
from jiesu.rules.letters.book import our_own
from jiesu.rules.letters.quiet import QuietHours

LEASE = timedelta(minutes=15)
"""How long a carrier may have a message in hand before it counts as lost on the way."""
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720))
"""Before each further try; after the last the carrier gives up."""
DOUBTFUL = "发送途中中断，是否送达不明；为免重复，不再自动发送"
_RECEIPTS = frozenset({"N01", "N01L"})
"""Their delivery is the acknowledgement (S158)."""
_AFTER = {"sms": ("email", "portal"), "email": ("sms", "portal")}
"""Which carrier comes next when one gives up (S18)."""
_NEEDS = {"sms": "phone", "email": "email"}


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message in a carrier's hand. ``reference`` is the same however often it is looked at."""

    id: int
    reference: str
    template: str
    to: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a parcel: ``later`` is surely not sent, ``doubtful`` perhaps."""

    kind: Literal["delivered", "later", "refused", "doubtful"]
    why: str = ""


class Carrier(Protocol):
    """A way to the reader; each lies in ``channels/<name>/outbound.py`` as ``CARRIER``."""

    name: str
    rouses: bool
    """Whether it may wake somebody: it keeps quiet hours."""

    @property
    def ready(self) -> bool:
        """Whether it is configured; while it is not, its messages wait."""

    def deliver(self, parcels: Sequence[Parcel], now: datetime) -> Iterator[tuple[Parcel, Outcome]]:
        """Carry one after the other; what is not yielded counts as doubtful once the lease ends."""


def deliver_due(carrier: Carrier, now: datetime, limit: int = 50) -> int:
    """Hand ``carrier`` up to ``limit`` messages due by ``now`` and settle each; return how many."""
    _give_up_interrupted(carrier, now)
    parcels, unaddressed = _claim(carrier, now, limit)
    for parcel in unaddressed:
        settle(parcel, Outcome("refused", "没有可用的联系方式"), now)
    for parcel, outcome in carrier.deliver(parcels, now):
        settle(parcel, outcome, now)
    return len(parcels) + len(unaddressed)


def next_sending(carriers: Collection[str]) -> datetime | None:
    """When the next message of ``carriers`` is due, or a lease ends."""
    waiting = Message.objects.filter(carrier__in=carriers, send_at__isnull=False)
    found: datetime | None = waiting.aggregate(first=Min("send_at"))["first"]
    return found


@transaction.atomic
def settle(parcel: Parcel, outcome: Outcome, now: datetime) -> None:
    """Write what became of ``parcel``, and what follows from it."""
    message = Message.objects.select_for_update().select_related("case").get(pk=parcel.id)
    if message.sending_since is None:
        return  # its lease ended meanwhile, and it was given up
    message.sending_since, message.send_at = None, None
    match outcome.kind:
        case "delivered":
            message.delivered_at = now
        case "later" if message.tries <= len(PAUSES):
            message.send_at = now + PAUSES[message.tries - 1]
        case _:
            message.refused_at = now
    message.refusal = mask_text(outcome.why)[:200]  # servers like to repeat the address
    message.save()
    if message.delivered_at and message.template in _RECEIPTS:
        words = {"carrier": message.carrier, "message": message.template}
        make_move(SYSTEM, message.case.number, "acknowledge", words, now=now)
    if message.refused_at and outcome.kind != "doubtful":
        _go_another_way(message, now)


@transaction.atomic
def _claim(carrier: Carrier, now: datetime, limit: int) -> tuple[list[Parcel], list[Parcel]]:
    """Mark messages as being sent; with an address, and those without one."""
    due = (
        Message.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(carrier=carrier.name, send_at__lte=now, sending_since=None)
        .select_related("case")
        .order_by("send_at")[:limit]
    )
    parcels = []
    for message in due:
        if carrier.rouses and (morning := _morning(message, now)) > now:
            Message.objects.filter(pk=message.pk).update(send_at=morning)
        else:
            parcels.append(_parcel(message))
    claimed = [parcel.id for parcel in parcels]
    Message.objects.filter(pk__in=claimed).update(
        sending_since=now, send_at=now + LEASE, tries=F("tries") + 1
    )
    lost = [p for p in parcels if carrier.name in _NEEDS and not p.to]
    return [p for p in parcels if p not in lost], lost


def _give_up_interrupted(carrier: Carrier, now: datetime) -> None:
    held = Message.objects.filter(carrier=carrier.name, sending_since__isnull=False)
    held.filter(send_at__lte=now).update(
        refused_at=now, refusal=DOUBTFUL, send_at=None, sending_since=None
    )


def _morning(message: Message, now: datetime) -> datetime:
    template = our_own().template(message.template)
    urgent = message.case.priority == "P1"
    return QuietHours().earliest_sending(template, now, urgent=urgent)


def _parcel(message: Message) -> Parcel:
    return Parcel(
        id=message.id,
        reference=f"{message.case.number}.{message.seq}.{message.id}",
        template=message.template,
        to=_address(message.case, message.carrier, message.reader),
        subject=" ".join(message.subject.split()),
        body=message.body,
    )


def _address(case: Case, carrier: str, reader: str) -> str:
    if carrier not in _NEEDS or case.secret is None:
        return ""
    if reader == "holder" and _NEEDS[carrier] == "phone":
        return holders_phone(case)
    return str(unseal_json(bytes(case.secret)).get(_NEEDS[carrier], ""))


def _go_another_way(message: Message, now: datetime) -> None:
    """Write the same letter for the next carrier that could reach the reader (S18)."""
    same = Message.objects.filter(
        case=message.case, seq=message.seq, template=message.template, reader=message.reader
    )
    tried = set(same.values_list("carrier", flat=True))
    masked = message.case.masked
    for carrier in _AFTER.get(message.carrier, ()):
        if carrier in tried or (carrier in _NEEDS and _NEEDS[carrier] not in masked):
            continue
        Message.objects.create(
            case=message.case,
            seq=message.seq,
            template=message.template,
            template_version=message.template_version,
            carrier=carrier,
            reader=message.reader,
            masked=masked.get(_NEEDS.get(carrier, "phone"), ""),
            subject=message.subject,
            body=message.body,
            written_at=now,
            send_at=now,
        )
        return
