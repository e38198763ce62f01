"""Whether an external body was asked before we had our chance (§15.5): reported, never blamed."""

from datetime import datetime

from django.db.models import Q

from jiesu.cases.book import repeats, taxonomy
from jiesu.cases.models import Case, PromiseRow
from jiesu.rules.repeats.contact import EarlierCase
from jiesu.rules.repeats.leapfrog import Leapfrog, judge_leapfrog

MOST = 20
"""Cases of one person looked at; the latest decide."""


def leapfrog(case: Case, at: datetime, *, created: bool) -> Leapfrog:
    """The class of an external case that came ``at``; ``created``: the complaint came with it."""
    earlier = [_as_told(one, at) for one in _same_issue(case, at) if not (created and one == case)]
    return judge_leapfrog(at, earlier, repeats().windows)


def _same_issue(case: Case, at: datetime) -> list[Case]:
    """Cases of the same person about the same matter, this one included."""
    person = Q(pk=case.pk)
    for column in ("phone_index", "account_index", "address_index"):
        if value := getattr(case, column):
            person |= Q(**{column: value})
    found = Case.objects.filter(person, received_at__lte=at).order_by("-received_at")[:MOST]
    matter = _matter(case)
    return [one for one in found if _matter(one) == matter]


def _matter(case: Case) -> str:
    return taxonomy().level2(case.category) if case.category else ""


def _as_told(case: Case, at: datetime) -> EarlierCase:
    record = case.record
    told = record.get("resolved_at")
    late = PromiseRow.objects.filter(case=case, binding=True, due_at__lt=at)
    breached = late.filter(Q(stopped_at=None) | Q(stopped_at__gte=at)).exists()
    return EarlierCase(
        no=case.number,
        users=frozenset(),
        category=_matter(case),
        received_at=case.received_at,
        resolved_at=datetime.fromisoformat(told) if told else case.closed_at,
        breached=breached or bool(record.get("breaches")),
        dissatisfied=case.cycle > 1 or bool(record.get("disputed") or record.get("appealed")),
    )
