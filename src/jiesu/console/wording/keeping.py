"""Who finds which texts and macros, and who may change them: each change is a version."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jiesu.console.wording.models import Kept, Version
from jiesu.people.access import may
from jiesu.people.actor import Actor
from jiesu.people.errors import RefusedError
from jiesu.people.models import Organisation, Staff
from jiesu.people.permissions import book

SHARE = "share_words"
MOST_OWN = 200
"""Texts and macros of one's own; more nobody finds again."""


def offered(actor: Actor, kind: str) -> list[Version]:
    """Return what ``actor`` may use: one's own first, then the unit's and those above it."""
    found = _latest(
        Version.objects.filter(_within_reach(actor), of__kind=kind, of__retired_at=None)
    )
    return sorted(found, key=lambda one: (one.of.staff_id is None, one.title))


def kept(actor: Actor, pk: int) -> Version | None:
    """Return the latest version of one that ``actor`` may use or change."""
    found = _latest(Version.objects.filter(of=pk))
    version = found[0] if found else None
    if version is None or version.of.retired_at is not None:
        return None
    reached = Version.objects.filter(_within_reach(actor), pk=version.pk).exists()
    return version if reached or may_change(actor, version.of) else None


def history(one: Kept) -> QuerySet[Version]:
    """Return every version, newest first."""
    return one.versions.select_related("by").order_by("-n")


def may_change(actor: Actor, one: Kept) -> bool:
    """Whether it is the actor's own, or of a unit for which the actor may speak."""
    if one.organisation is None:
        return one.staff_id == actor.staff_id
    return may(actor, SHARE, unit_path=one.organisation.path).allowed


def units_of(actor: Actor) -> list[Organisation]:
    """Return the units for which ``actor`` may keep wording, widest first."""
    roles = book().verbs[SHARE].cells
    within = Q(pk__in=())
    for held in actor.held:
        if held.role in roles:
            within |= Q(path__startswith=held.path)
    return list(Organisation.objects.filter(within).order_by("path"))


@transaction.atomic
def begin(  # noqa: PLR0913 - who keeps what, for whom, when
    actor: Actor, kind: str, unit: str, title: str, body: Mapping[str, Any], *, at: datetime
) -> Version:
    """Keep a new one for the unit of code ``unit``; an empty code keeps it for oneself.

    Raises:
        RefusedError: the unit is not one for which ``actor`` may speak, or there are too many.
    """
    shared = next((one for one in units_of(actor) if one.code == unit), None) if unit else None
    if unit and shared is None:
        raise RefusedError(_("您不能为这个单位设置，未保存。请改为个人使用。"))
    own = Kept.objects.filter(staff=actor.staff_id, kind=kind, retired_at=None)
    if shared is None and own.count() >= MOST_OWN:
        raise RefusedError(_("个人条目已满，未保存。请先停用不再使用的。"))
    one = Kept.objects.create(
        kind=kind, organisation=shared, staff_id=None if shared else actor.staff_id
    )
    return _write(actor, one, 1, title, body, at)


@transaction.atomic
def change(  # noqa: PLR0913 - who, which, what was seen, what it says now, when
    actor: Actor, pk: int, seen: int, title: str, body: Mapping[str, Any], *, at: datetime
) -> Version:
    """Write the version after ``seen``.

    Raises:
        RefusedError: it is not the actor's to change, or somebody changed it meanwhile.
    """
    one = _locked(actor, pk)
    latest = history(one)[0]
    if latest.n != seen:
        raise RefusedError(_("这期间有人改过，未保存。请看过新内容后再改。"))
    if (latest.title, latest.body) == (title, dict(body)):
        return latest
    return _write(actor, one, seen + 1, title, body, at)


@transaction.atomic
def retire(actor: Actor, pk: int, *, at: datetime) -> None:
    """Take it out of use; its versions stay.

    Raises:
        RefusedError: it is not the actor's to change.
    """
    one = _locked(actor, pk)
    one.retired_at, one.retired_by_id = at, actor.staff_id
    one.save()


def _locked(actor: Actor, pk: int) -> Kept:
    one = Kept.objects.select_for_update().filter(pk=pk, retired_at=None).first()
    if one is None or not may_change(actor, one):
        raise RefusedError(_("没有这一条，或不归您修改，未保存。"))
    return one


def _write(  # noqa: PLR0913, PLR0917 - private: one row
    actor: Actor, one: Kept, n: int, title: str, body: Mapping[str, Any], at: datetime
) -> Version:
    by = Staff.objects.get(pk=actor.staff_id or 0)
    return Version.objects.create(of=one, n=n, title=title, body=dict(body), at=at, by=by)


def _within_reach(actor: Actor) -> Q:
    above = [int(part) for part in actor.unit_path.split("/") if part]
    return Q(of__staff=actor.staff_id) | Q(of__organisation__in=above)


def _latest(versions: QuerySet[Version]) -> list[Version]:
    told = versions.select_related("of__organisation", "of__staff", "by")
    return list(told.order_by("of_id", "-n").distinct("of_id"))
