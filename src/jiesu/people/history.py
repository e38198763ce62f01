"""What happened to an account, to a unit, to personal data: the audit, read (§17)."""

from django.db.models import Q, QuerySet

from jiesu.people.actor import Actor
from jiesu.people.models import AuditEntry, Organisation, Staff
from jiesu.people.permissions import book

LATEST = 30
"""Rows shown beside a thing; the whole stands in the audit."""


def of_person(staff: Staff) -> list[AuditEntry]:
    """The latest that was done to the account of ``staff``, newest first."""
    return list(_rows().filter(about=staff)[:LATEST])


def of_unit(unit: Organisation) -> list[AuditEntry]:
    """The latest that was done to ``unit`` itself, newest first."""
    verbs = ("create_unit", "change_unit", "move_unit")
    return list(_rows().filter(verb__in=verbs, facts__unit=unit.pk)[:LATEST])


def audited(actor: Actor) -> QuerySet[AuditEntry]:
    """All that ``actor`` may read in the audit, newest first.

    What was done by or to people of the units over which ``view_audit`` is held; what nobody of
    the house did (a stranger at the door, the system) is read by whoever holds it over a root.
    """
    cells = book().verbs["view_audit"].cells
    held = [one for one in actor.held if one.role in cells]
    within = Q(pk__in=())
    for one in held:
        within |= Q(by__organisation__path__startswith=one.path)
        within |= Q(about__organisation__path__startswith=one.path)
    roots = set(Organisation.objects.filter(parent=None).values_list("path", flat=True))
    if roots & {one.path for one in held}:
        within |= Q(by=None, about=None)
    return _rows().filter(within)


def _rows() -> QuerySet[AuditEntry]:
    return AuditEntry.objects.select_related("by", "about").order_by("-at", "-id")
