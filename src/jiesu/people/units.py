"""The organisation tree: units are made and moved, and every path stays right."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.kit.events import publish
from jiesu.people.access import may
from jiesu.people.actor import Actor
from jiesu.people.audit import note
from jiesu.people.errors import RefusedError
from jiesu.people.models import Organisation
from jiesu.people.permissions import book

KINDS: Final[dict[str, Promise]] = {
    "group": gettext_lazy("集团"),
    "province": gettext_lazy("省公司"),
    "city": gettext_lazy("市分公司"),
    "area": gettext_lazy("片区"),
    "department": gettext_lazy("部门"),
    "crew": gettext_lazy("班组"),
}
"""What a unit may be (§5)."""

_TREE_LOCK = 0x6A69_6573  # any number that is only ours
_MOVE = """
UPDATE people_organisation
   SET path = %s || substr(path, length(%s) + 1)
 WHERE starts_with(path, %s)
"""


@dataclass(frozen=True, slots=True)
class UnitMoved:
    """A subtree has a new path; whoever keeps copies of paths replaces the prefix."""

    old: str
    new: str


@transaction.atomic
def plant(parent: Organisation | None, *, code: str, **facts: Any) -> Organisation:
    """Make a unit below ``parent``, or a root, without asking who may (``create_unit`` does)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('people_organisation', 'id'))")
        (new_id,) = cursor.fetchone()
    path = f"{parent.path if parent else '/'}{new_id}/"
    return Organisation.objects.create(id=new_id, parent=parent, code=code, path=path, **facts)


@transaction.atomic
def create_unit(
    by: Actor, parent: Organisation, *, code: str, at: datetime, **facts: Any
) -> Organisation:
    """Make a unit below ``parent``; ``facts`` are ``name``, ``kind``, ``region`` and the like."""
    _check(by, parent)
    unit = plant(parent, code=code, **facts)
    note("create_unit", at=at, by=by.staff_id, facts={"unit": unit.pk})
    return unit


def administered(actor: Actor) -> QuerySet[Organisation]:
    """The units, with all below them, that ``actor`` administers; none for everybody else."""
    cells = book().verbs["administer"].cells
    within = Q(pk__in=())
    for held in actor.held:
        if held.role in cells:
            within |= Q(path__startswith=held.path)
    return Organisation.objects.filter(within)


@transaction.atomic
def change_unit(by: Actor, unit: Organisation, *, at: datetime, **facts: Any) -> None:
    """Give ``unit`` another name, kind, region or other departments to serve; its code stays."""
    _check(by, unit)
    changed = {name: value for name, value in facts.items() if getattr(unit, name) != value}
    if not changed:
        raise RefusedError(_("内容与现在相同，未作改动。"))
    Organisation.objects.filter(pk=unit.pk).update(**changed)
    unit.refresh_from_db()
    told: dict[str, str | int] = {"unit": unit.pk, "changed": ", ".join(sorted(changed))}
    note("change_unit", at=at, by=by.staff_id, facts=told)


@transaction.atomic
def move_unit(by: Actor, unit: Organisation, parent: Organisation, *, at: datetime) -> None:
    """Hang ``unit`` with all below it under ``parent``; publishes UnitMoved.

    Raises RefusedError if ``parent`` lies within ``unit``.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TREE_LOCK])
    unit.refresh_from_db()
    parent.refresh_from_db()
    _check(by, unit)
    _check(by, parent)
    if parent.path.startswith(unit.path):
        raise RefusedError(_("不能把组织移到它自己的下级，未作改动。"))
    moved = UnitMoved(old=unit.path, new=f"{parent.path}{unit.pk}/")
    Organisation.objects.filter(pk=unit.pk).update(parent=parent)
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [moved.new, moved.old, moved.old])
    unit.refresh_from_db()
    note("move_unit", at=at, by=by.staff_id, facts={"unit": unit.pk, "under": parent.pk})
    publish(moved)


def _check(by: Actor, unit: Organisation) -> None:
    verdict = may(by, "administer", unit_path=unit.path)
    if not verdict.allowed:
        raise RefusedError(verdict.why)
