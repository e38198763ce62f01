"""Account holders by phone, account or address: those whose lines or cases the person may see."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from jiesu.cases.hits import Hit, hits
from jiesu.cases.models import Case
from jiesu.kit.masks import mask_account, mask_address, mask_name, mask_phone
from jiesu.people.actor import Actor
from jiesu.people.customers import by_account, by_address, by_phone, holder_of, line_of
from jiesu.people.models import Subscription
from jiesu.people.scopes import scopes

MOST = 5
_LEAST = 5


@dataclass(frozen=True, slots=True)
class Known:
    """A line and its holder, masked (§18)."""

    id: int
    name: str
    phone: str
    account: str
    address: str
    product: str


def customers_like(actor: Actor, asked: str) -> list[Known]:
    """Lines that carry exactly what was ``asked`` as phone, account or address."""
    if sum(c.isalnum() for c in asked) < _LEAST or not any(c.isdigit() for c in asked):
        return []
    found: dict[int, Subscription] = {}
    for look in (by_phone, by_account, by_address):
        found |= {line.pk: line for line in look(asked)[:MOST]}
    return [_known(line) for line in found.values() if _sees(actor, line)][:MOST]


def cases_of_customer(actor: Actor, line_id: int, limit: int) -> list[Hit]:
    """Cases told by the holder of the line or about it, as far as the person sees them."""
    lines: QuerySet[Subscription] = Subscription.objects.select_related("customer")
    line = lines.filter(pk=line_id).first()
    if line is None:
        return []
    keys = [line.customer.phone_index, line.account_index]
    about = "(phone_index = %s OR account_index = %s)"
    return hits(actor, about, keys, "received_at DESC", limit)


def _sees(actor: Actor, line: Subscription) -> bool:
    """Its unit is seen whole, or one of its cases is seen anyhow."""
    if any(line.organisation.path.startswith(path) for path in scopes(actor).prefixes):
        return True
    return Case.objects.visible_to(actor).filter(_about(line)).exists()


def _about(line: Subscription) -> Q:
    return Q(phone_index=line.customer.phone_index) | Q(account_index=line.account_index)


def _known(line: Subscription) -> Known:
    holder, told = holder_of(line.customer), line_of(line)
    return Known(
        line.pk,
        mask_name(holder.name),
        mask_phone(holder.phone),
        mask_account(told.account),
        mask_address(told.address),
        line.product,
    )
