"""The screens on which texts and macros are kept: list, form with live preview, history."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jiesu.cases.titles import verb_title
from jiesu.console.page import shown
from jiesu.console.wording.finding import seen_case
from jiesu.console.wording.keeping import (
    begin,
    change,
    history,
    kept,
    may_change,
    offered,
    retire,
    units_of,
)
from jiesu.console.wording.macros import sayable, told_steps
from jiesu.console.wording.models import Version
from jiesu.console.wording.places import PLACES, filled
from jiesu.people.doors import StaffRequest, door
from jiesu.people.errors import RefusedError

KINDS: Mapping[str, Lazy] = {"text": gettext_lazy("常用语"), "macro": gettext_lazy("一键办理")}
LONGEST = {"title": 60, "text": 4000}


@door("view_rules")
@never_cache
def wording(request: StaffRequest) -> HttpResponse:
    """List what this person may use, texts or macros."""
    kind = "macro" if request.GET.get("kind") == "macro" else "text"
    told = {
        "kind": kind,
        "tabs": [(f"?kind={one}", str(title), one == kind) for one, title in KINDS.items()],
        "rows": [(one, whose(one)) for one in offered(request.actor, kind)],
        "columns": [_("名称"), _("内容"), _("谁可用"), _("版本")],
    }
    return shown(request, "console/wording/list.html", told)


@door("view_rules")
@never_cache
@require_http_methods(["GET", "POST"])
def begin_one(request: StaffRequest, kind: str) -> HttpResponse:
    """Keep a new text or macro."""
    if kind not in KINDS:
        raise Http404
    if request.method == "GET" or "look" in request.POST:
        return _form(request, kind, None)
    title, body = _typed(request, kind, None)
    if faults := _faults(kind, title, body):
        return _form(request, kind, None, faults, 422)
    unit = request.POST.get("unit", "")
    try:
        made = begin(request.actor, kind, unit, title, body, at=timezone.now())
    except RefusedError as refused:
        return _form(request, kind, None, {"": str(refused)}, 409)
    messages.success(request, _("已保存“%(title)s”。") % {"title": title})
    return redirect("console:edit_wording", made.of_id)


@door("view_rules")
@never_cache
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one with its history, and write its next version."""
    version = kept(request.actor, pk)
    if version is None:
        raise Http404
    kind = version.of.kind
    if request.method == "GET" or "look" in request.POST:
        return _form(request, kind, version)
    title, body = _typed(request, kind, version)
    if faults := _faults(kind, title, body):
        return _form(request, kind, version, faults, 422)
    seen = request.POST.get("n", "")
    try:
        now = timezone.now()
        change(request.actor, pk, int(seen) if seen.isdecimal() else 0, title, body, at=now)
    except RefusedError as refused:
        return _form(request, kind, version, {"": str(refused)}, 409)
    messages.success(request, _("已保存“%(title)s”。") % {"title": title})
    return redirect("console:edit_wording", pk)


@door("view_rules")
@require_POST
def retire_one(request: StaffRequest, pk: int) -> HttpResponse:
    """Take one out of use."""
    version = kept(request.actor, pk)
    if version is None:
        raise Http404
    try:
        retire(request.actor, pk, at=timezone.now())
    except RefusedError as refused:
        return _form(request, version.of.kind, version, {"": str(refused)}, 409)
    messages.success(request, _("已停用“%(title)s”，历史仍在。") % {"title": version.title})
    return redirect("console:wording")


@door("view_rules")
@never_cache
@require_POST
def preview(request: StaffRequest) -> HttpResponse:
    """Show the text as it would be put in, on the case that was named."""
    return shown(request, "console/wording/edit.html#preview", _previewed(request, ""))


def whose(version: Version) -> str:
    """Say who may use it."""
    unit = version.of.organisation
    if unit is None:
        return _("我自己")
    return _("全公司") if unit.parent_id is None else unit.name


def _typed(request: StaffRequest, kind: str, version: Version | None) -> tuple[str, dict[str, Any]]:
    posted = request.POST
    title = posted.get("title", "").strip()
    if kind == "text":
        return title, {"text": posted.get("text", "").replace("\r\n", "\n").strip()}
    steps = version.body["steps"] if version else []
    return title, {"key": posted.get("key", "").strip().lower()[:1], "steps": steps}


def _faults(kind: str, title: str, body: Mapping[str, Any]) -> dict[str, str]:
    told = {"title": title, **({"text": body["text"]} if kind == "text" else {})}
    faults = {name: _("这一项必须填写。") for name, value in told.items() if not value}
    long = {name for name, value in told.items() if len(value) > LONGEST[name]}
    return faults | {name: _("太长了，请缩短。") for name in long}


def _form(
    request: StaffRequest,
    kind: str,
    version: Version | None,
    faults: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    posted, actor = request.POST, request.actor
    body = version.body if version else {}
    told = {
        "kind": kind,
        "kind_title": KINDS[kind],
        "version": version,
        "whose": whose(version) if version else "",
        "may_change": version is None or may_change(actor, version.of),
        "title": posted.get("title", version.title if version else ""),
        "text": posted.get("text", body.get("text", "")),
        "unit": posted.get("unit", ""),
        "units": [(one.code, one.name) for one in units_of(actor)] if version is None else [],
        "faults": faults or {},
        "refused": (faults or {}).get("", ""),
        "places": [(f"{{{code}}}", title) for code, title in PLACES.items()],
        "history": history(version.of) if version else [],
        "steps": told_steps(actor, body.get("steps", [])),
        "verbs": [(verb.name, verb_title(verb.name)) for verb in sayable()],
    }
    told |= _previewed(request, str(told["text"]))
    return shown(request, "console/wording/edit.html", told, status)


def _previewed(request: StaffRequest, text: str) -> dict[str, Any]:
    number = request.POST.get("case", "").strip()
    case = seen_case(request.actor, number)
    text = request.POST.get("text", text)
    return {
        "number": number,
        "found": case is not None or not number,
        "previewed": filled(text, request.actor, case, timezone.now()),
    }
