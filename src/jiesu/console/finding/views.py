"""Views of the queue: conditions under a name, for oneself, for a unit, for everybody."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import msgspec
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jiesu.console.finding.asked import address_of, look_of_address
from jiesu.console.finding.building import fields_of_conditions
from jiesu.console.finding.conditions import Conditions, kept_conditions, read_conditions
from jiesu.console.finding.counters import bounded
from jiesu.console.finding.narrowing import narrowed
from jiesu.console.finding.paging import counted, page_of
from jiesu.console.finding.rows import columns, rows_of
from jiesu.console.models import View
from jiesu.console.page import shown
from jiesu.kit.masks import mask_text
from jiesu.kit.statements import fetch
from jiesu.people.access import may
from jiesu.people.actor import Actor
from jiesu.people.doors import StaffRequest, door
from jiesu.people.models import Organisation

PREVIEWED = 5
MOST_OWN = 50
LONGEST_NAME = 40


def views_of(actor: Actor) -> list[View]:
    """The views that the person may look through."""
    return list(View.objects.for_actor(actor).select_related("owner", "shared_with"))


def names_of_views(actor: Actor) -> list[tuple[int, str]]:
    """Identity and name of each of ``views_of``: what every page of the queue shows of them."""
    return fetch(*_names_sql(actor))


@lru_cache(maxsize=1024)
def _names_sql(actor: Actor) -> tuple[str, tuple[Any, ...]]:
    """The question follows from the actor alone; to build it took longer than to ask it."""
    named = View.objects.for_actor(actor).values_list("pk", "name")
    return named.query.sql_with_params()


def view_named(actor: Actor, told: str) -> View | None:
    """The view an address names; None if there is none for this person."""
    if not (told.isascii() and told.isdigit()):
        return None
    return View.objects.for_actor(actor).filter(pk=int(told[:18])).first()


def look_of(view: View) -> Conditions:
    """What the view keeps; one that nobody can read any more narrows nothing and widens nothing."""
    try:
        return kept_conditions(view.conditions)
    except msgspec.ValidationError:
        return Conditions()


@door("view_case")
@never_cache
def views(request: StaffRequest) -> HttpResponse:
    """List the person's views and those shared with them."""
    told = {"views": views_of(request.actor)}
    return shown(request, "console/finding/views.html", told)


@door("view_case")
@never_cache
@require_http_methods(["GET", "POST"])
def edit_view(request: StaffRequest, view_id: int | None = None) -> HttpResponse:
    """Show the builder of a new view or an own one; keep what was built."""
    view = None if view_id is None else _own(request.actor, view_id)
    if request.method == "GET":
        told = look_of_address(request.GET, request.session)
        look = told if request.GET or view is None else look_of(view)
        return _builder(request, view, look, view.name if view else "")
    conditions = read_conditions(request.POST)
    name = " ".join(request.POST.get("name", "").split())[:LONGEST_NAME]
    shared = _shared(request.actor, request.POST.get("shared", ""))
    if "look" in request.POST:
        return _builder(request, view, conditions, name)
    if refused := _keep(request.actor, view, name, shared, conditions):
        return _builder(request, view, conditions, name, refused, 422)
    messages.success(request, _("视图“%(name)s”已保存。") % {"name": name})
    return redirect("console:views")


@door("view_case", asks=True)
@never_cache
@require_POST
def preview(request: StaffRequest) -> HttpResponse:
    """Show how many cases fit the conditions so far, and the first of them (htmx)."""
    told = _previewed(request, read_conditions(request.POST))
    return shown(request, "console/finding/view.html#preview", told)


@door("view_case")
@require_POST
def drop_view(request: StaffRequest, view_id: int) -> HttpResponse:
    """Forget an own view."""
    _own(request.actor, view_id).delete()
    messages.success(request, _("视图已删除。投诉没有任何变化。"))
    return redirect("console:views")


def _own(actor: Actor, view_id: int) -> View:
    view = View.objects.filter(pk=view_id, owner=actor.staff_id).first()
    if view is None:
        raise Http404
    return view


def _keep(
    actor: Actor, view: View | None, name: str, shared: Organisation | None, look: Conditions
) -> str:
    """Keep the view; otherwise the sentence that says why not."""
    if not name:
        return _("还没有保存：请给视图起一个名字。")
    if mask_text(look.text) != look.text:
        return _(
            "还没有保存：“内容中的字词”里像是电话、账号或证件号，不能长期保存在视图里。"
            "请只写普通字词；要查找某位用户，请用上方的搜索框。"
        )
    own = View.objects.filter(owner=actor.staff_id)
    if view is None and own.count() >= MOST_OWN:
        return _("还没有保存：每人最多 %(n)d 个视图，请先删除不用的。") % {"n": MOST_OWN}
    kept = view or View(owner_id=actor.staff_id or 0)
    kept.name, kept.shared_with, kept.saved_at = name, shared, timezone.now()
    kept.conditions = msgspec.to_builtins(look)
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        return _("还没有保存：您已有同名的视图，请换一个名字。")
    return ""


def shareable(actor: Actor) -> list[Organisation]:
    """Units with whom the person may share: where a role of the person shares views (§17)."""
    below = Q(pk__in=[])
    for held in actor.held:
        below |= Q(path__startswith=held.path)
    units = Organisation.objects.filter(below).order_by("path")
    return [unit for unit in units if may(actor, "share_view", unit_path=unit.path).allowed]


def _shared(actor: Actor, code: str) -> Organisation | None:
    return next((unit for unit in shareable(actor) if unit.code == code), None) if code else None


def _previewed(request: StaffRequest, conditions: Conditions) -> dict[str, object]:
    now = timezone.now()
    found = narrowed(request.actor, conditions, now)
    cases, _more = page_of(found, None, ended=conditions.ended, size=PREVIEWED)
    return {
        "count": bounded(*counted(found)),
        "rows": rows_of(cases, now),
        "columns": columns(),
        "query": address_of(request.session, conditions),
    }


def _builder(  # noqa: PLR0913, PLR0917 - private: all that the one form shows
    request: StaffRequest,
    view: View | None,
    conditions: Conditions,
    name: str,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    here = reverse("console:edit_view", args=[view.pk]) if view else reverse("console:new_view")
    told = {
        "view": view,
        "name": name,
        "action": here,
        "refused": refused,
        "fields": list(fields_of_conditions(request.actor, conditions)),
        "sharing": _sharing(request.actor),
        "shared": view.shared_with.code if view and view.shared_with else "",
        **_previewed(request, conditions),
    }
    return shown(request, "console/finding/view.html", told, status)


def _sharing(actor: Actor) -> Iterable[tuple[str, str]]:
    """Whom the person may share with; the topmost unit is everybody."""
    for unit in shareable(actor):
        yield unit.code, unit.name if unit.parent_id else _("所有人")
