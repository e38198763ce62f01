"""By what the effect of a rectification is measured: sealed with the plan that names it (§11.8)."""

from collections.abc import Collection

from jiesu.cases.entries import typed
from jiesu.cases.models import Entry, Proceeding


def metric_of(plan: Proceeding) -> str:
    """What the latest plan names; empty where there is none."""
    return metrics([plan]).get(plan.number, "")


def metrics(plans: Collection[Proceeding]) -> dict[str, str]:
    """What the latest plan of each names, by its number: one query for all."""
    planned = Entry.objects.filter(
        case__in={plan.case_id for plan in plans},
        verb="plan_rectification",
        proceeding__in=[plan.number for plan in plans],
    )
    return {one.proceeding: str(typed(one, "metric")).strip() for one in planned.order_by("seq")}
