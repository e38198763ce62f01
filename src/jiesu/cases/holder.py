"""The account holder of the line a case is about, who need not be the one who complains (S95)."""

from jiesu.cases.models import Case
from jiesu.people.customers import holder_of
from jiesu.people.models import Subscription


def holders_phone(case: Case) -> str:
    """The telephone of the line's holder; empty if the line is not known here."""
    if not case.account_index:
        return ""
    lines = Subscription.objects.select_related("customer")
    line = lines.filter(account_index=case.account_index).first()
    return holder_of(line.customer).phone if line else ""
