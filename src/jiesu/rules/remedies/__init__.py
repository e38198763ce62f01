"""Remedies and compensation (§16): pure sums of whole fen, each with its reasons."""

from jiesu.rules.remedies.authority import approver_for, limit_of
from jiesu.rules.remedies.company import billing_refund, fraud, goodwill
from jiesu.rules.remedies.law import late_install, planned_outage, rent_waiver
from jiesu.rules.remedies.promise import (
    Exclusion,
    promise_due,
    promise_install,
    promise_rate,
    promise_repair,
)
from jiesu.rules.remedies.remedy import Remedy, RemedyError
from jiesu.rules.remedies.settlement import Settlement, Waiver, may_be_waived, settle
from jiesu.rules.remedies.tariff import Tariff, read_tariff

__all__ = [
    "Exclusion",
    "Remedy",
    "RemedyError",
    "Settlement",
    "Tariff",
    "Waiver",
    "approver_for",
    "billing_refund",
    "fraud",
    "goodwill",
    "late_install",
    "limit_of",
    "may_be_waived",
    "planned_outage",
    "promise_due",
    "promise_install",
    "promise_rate",
    "promise_repair",
    "read_tariff",
    "rent_waiver",
    "settle",
]
