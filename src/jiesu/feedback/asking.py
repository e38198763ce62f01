"""Whether a customer is asked for a score: seldom, and never after a no (K10, N41).

A customer is whoever shares the telephone or the account of the case, on whatever case.
"""

from datetime import datetime

from django.db import connection
from django.db.models import Max, Q, QuerySet

from jiesu.cases.models import Case, Entry
from jiesu.rules.answer import Answer
from jiesu.rules.survey.asking import may_ask


def may_be_asked(case: Case, now: datetime, *, elsewhere: bool = False) -> Answer:
    """Whether the customer of ``case`` may be asked for a score now.

    ``elsewhere``: what was asked about this very case does not count, it is still the same asking.
    """
    theirs = _cases_of_the_same(case)
    refused = theirs.filter(record__has_key="declines_surveys").exists()
    asked = theirs.exclude(pk=case.pk) if elsewhere else theirs
    return may_ask(_last_asked(asked), now, refused=refused)


def hold_the_customer(case: Case) -> None:
    """Let nobody else ask the same customer until this transaction ends."""
    key = bytes(case.phone_index or case.account_index or b"")
    if key:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_number(key)])


def _number(key: bytes) -> int:
    return int.from_bytes(key[:8], "big", signed=True)


def _cases_of_the_same(case: Case) -> QuerySet[Case]:
    same = Q(pk=case.pk)
    if case.phone_index:
        same |= Q(phone_index=case.phone_index)
    if case.account_index:
        same |= Q(account_index=case.account_index)
    return Case.objects.filter(same)


def _last_asked(cases: QuerySet[Case]) -> datetime | None:
    """The last link sent and the last score taken on a call, by whatever channel."""
    scored = Q(verb="invite", facts__sent=True) | Q(verb="score", by_kind="staff")
    entries = Entry.objects.filter(scored, case__in=cases.order_by().values("pk"))
    told: datetime | None = entries.aggregate(last=Max("at"))["last"]
    return told
