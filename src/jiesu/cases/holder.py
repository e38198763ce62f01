"""The account holder of the line a case is about, who need not be the one who complains (S95)."""

from jiesu.cases.models import Case
from jiesu.kit.phones import normal_phone
from jiesu.kit.sealed import unseal_json
from jiesu.people.customers import holder_of
from jiesu.people.models import Subscription


def holders_phone(case: Case) -> str:
    """The telephone of the line's holder; empty if the line is not known here."""
    if not case.account_index:
        return ""
    lines = Subscription.objects.select_related("customer")
    line = lines.filter(account_index=case.account_index).first()
    return holder_of(line.customer).phone if line else ""


def holder_elsewhere(case: Case) -> bool:
    """Whether the holder is known to have another telephone than whoever complains."""
    told = unseal_json(bytes(case.secret)) if case.secret else {}
    phone = holders_phone(case)
    return bool(phone) and normal_phone(phone) != normal_phone(str(told.get("phone", "")))
