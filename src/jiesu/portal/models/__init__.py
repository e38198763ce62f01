"""What is kept of a customer's visit; nothing of it belongs to a case's ledger."""

from jiesu.portal.models.code import OneTimeCode
from jiesu.portal.models.visit import Visit

__all__ = ["OneTimeCode", "Visit"]
