"""Finding a customer by what the caller says, and reading what is sealed."""

from typing import Any

import msgspec
from django.db.models import QuerySet

from jiesu.kit.phones import normal_phone
from jiesu.kit.sealed import blind, seal_json, unseal_json
from jiesu.people.models import Customer, Organisation, Subscription


class Holder(msgspec.Struct, frozen=True):
    """What is sealed of an account holder."""

    name: str
    phone: str


class Line(msgspec.Struct, frozen=True):
    """What is sealed of a line."""

    account: str
    address: str


def phone_index(phone: str) -> bytes:
    """Blind index of a phone number, however it is written."""
    return blind(normal_phone(phone))


def enrol(holder: Holder, *, company: bool = False) -> Customer:
    """Take in an account holder."""
    return Customer.objects.create(
        secret=seal_json(holder), phone_index=phone_index(holder.phone), company=company
    )


def connect(
    customer: Customer, line: Line, *, organisation: Organisation, **facts: Any
) -> Subscription:
    """Take in a line of ``customer``; ``facts`` are the open columns (product, rate …)."""
    return Subscription.objects.create(
        customer=customer,
        organisation=organisation,
        secret=seal_json(line),
        account_index=blind(line.account),
        address_index=blind(line.address),
        **facts,
    )


def by_account(account: str) -> QuerySet[Subscription]:
    """Return the line of this account number; at most one."""
    return _lines().filter(account_index=blind(account))


def by_phone(phone: str) -> QuerySet[Subscription]:
    """Return the lines whose holder has this phone number."""
    return _lines().filter(customer__phone_index=phone_index(phone))


def by_address(address: str) -> QuerySet[Subscription]:
    """Return the lines installed at exactly this address."""
    return _lines().filter(address_index=blind(address))


def holder_of(customer: Customer) -> Holder:
    """Unseal the account holder; whoever shows it masks it or has a reason (§18)."""
    return msgspec.convert(unseal_json(bytes(customer.secret)), Holder)


def line_of(subscription: Subscription) -> Line:
    """Unseal the line; whoever shows it masks it or has a reason (§18)."""
    return msgspec.convert(unseal_json(bytes(subscription.secret)), Line)


def _lines() -> QuerySet[Subscription]:
    return Subscription.objects.select_related("customer", "organisation").order_by("pk")
