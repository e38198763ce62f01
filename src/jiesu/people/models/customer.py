"""The account holder and the lines held: sealed, and found by blind index (§12.3, §18)."""

import re

from django.db import models

from jiesu.kit.resealing import SealedColumn, register
from jiesu.people.models.organisation import Organisation


class Customer(models.Model):
    """An account holder (机主). ``secret`` is sealed JSON: ``name`` and ``phone``."""

    secret = models.BinaryField()
    phone_index = models.BinaryField(max_length=16, db_index=True)
    company = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.pk)


class Subscription(models.Model):
    """One broadband line. ``secret`` is sealed JSON: ``account`` and ``address``."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="subscriptions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="subscriptions")
    """The area that serves the line."""
    secret = models.BinaryField()
    account_index = models.BinaryField(max_length=16, unique=True)
    address_index = models.BinaryField(max_length=16, db_index=True)
    product = models.CharField(max_length=60)
    rate_mbps = models.PositiveIntegerField()
    rural = models.BooleanField()
    """Rural lines have longer limits (§8)."""
    region = models.CharField(max_length=6)
    """GB/T 2260 code of the city; six digits."""
    installed_on = models.DateField()
    monthly_rent_fen = models.PositiveIntegerField()

    def __str__(self) -> str:
        rate = f"{self.rate_mbps}M"
        named = re.search(rf"(?<!\d){rate}", self.product, re.IGNORECASE)
        return self.product if named else f"{self.product} {rate}"


register(
    SealedColumn("people_customer", "id", "secret"),
    SealedColumn("people_subscription", "id", "secret"),
)
