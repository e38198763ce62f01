"""The register of outages as it is read: newest first, a page at a time, with who is linked."""

from collections.abc import Sequence

from django.db.models import Count, Q

from jiesu.cases.models import Case
from jiesu.cases.models.case import CaseQuerySet
from jiesu.incidents.models import Outage
from jiesu.incidents.telling import linked
from jiesu.people.access import may
from jiesu.people.actor import Actor

PAGE = 50


def page(
    actor: Actor, *, is_open: bool, unit_path: str = "", before: int | None = None
) -> tuple[list[Outage], int | None]:
    """Fifty outages that are open, or that have ended, and the place where the next page begins.

    ``unit_path`` keeps those of a unit and all below it; ``before`` is what the page before gave.
    """
    wanted = Q(ended_at__isnull=is_open, unit__path__startswith=unit_path)
    if before is not None:
        wanted &= Q(pk__lt=before)
    found = Outage.objects.visible_to(actor).filter(wanted).select_related("unit")
    rows = list(found.order_by("-pk")[: PAGE + 1])
    return rows[:PAGE], (rows[PAGE - 1].pk if len(rows) > PAGE else None)


def linked_counts(actor: Actor, outages: Sequence[Outage]) -> dict[str, int]:
    """How many complaints are linked to each: all of them to whoever may declare outages there.

    Anybody else counts only those that he may see.
    """
    of_all = [outage.number for outage in outages if counts_all(actor, outage)]
    of_some = [outage.number for outage in outages if outage.number not in of_all]
    return {
        **_counted(Case.objects.filter(outage__in=of_all)),
        **_counted(Case.objects.visible_to(actor).filter(outage__in=of_some)),
    }


def counts_all(actor: Actor, outage: Outage) -> bool:
    """Whether ``actor`` is told how many there are, those unseen included (R10, R21)."""
    return may(actor, "declare_outage", unit_path=outage.unit.path).allowed


def seen_linked(actor: Actor, outage: Outage) -> CaseQuerySet:
    """The linked complaints that ``actor`` may see, latest first."""
    seen = Case.objects.visible_to(actor).filter(pk__in=linked(outage).values("pk"))
    return seen.order_by("-received_at", "-pk")


def _counted(cases: CaseQuerySet) -> dict[str, int]:
    found = cases.order_by().values("outage").annotate(n=Count("pk")).values_list("outage", "n")
    return dict(found)
