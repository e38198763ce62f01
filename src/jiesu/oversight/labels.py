"""Who may know of a label of malice, and for how long (§15.4)."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from jiesu.cases.masking import may_know_labels
from jiesu.cases.models import Case
from jiesu.people.actor import Actor

RESPONSES = ("notice", "single_contact", "legal")
"""Graded answers, the mildest first."""


def label_for(actor: Actor, case: Case, now: datetime) -> dict[str, Any] | None:
    """The label that holds ``now`` on the customer of ``case``, if ``actor`` may know of it."""
    if not may_know_labels(actor, case.unit_path):
        return None
    for one in [case, *_same_person(case)]:
        label = label_on(one)
        if unexpired(label, now):
            return label
    return None


def label_on(case: Case) -> dict[str, Any] | None:
    """The label decided upon in ``case``, expired or not."""
    told: dict[str, Any] = case.record.get("malice") or {}
    return told if "response" in told else None


def unexpired(label: dict[str, Any] | None, now: datetime) -> bool:
    """Whether the label still holds."""
    return bool(label and now < datetime.fromisoformat(label["until"]))


def _same_person(case: Case) -> list[Case]:
    known = Q()
    for column in ("phone_index", "account_index"):
        if value := getattr(case, column):
            known |= Q(**{column: value})
    if not known:
        return []
    return list(Case.objects.filter(known, record__malice__has_key="response").exclude(pk=case.pk))
