"""Administration of the organisation tree: which units there are and what each takes on (§5)."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

import msgspec
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from msgspec import Meta

from jiesu.cases.book import routing
from jiesu.console.audit import told_of
from jiesu.console.page import shown
from jiesu.people.doors import StaffRequest, door
from jiesu.people.errors import RefusedError
from jiesu.people.history import of_unit
from jiesu.people.models import Organisation
from jiesu.people.units import KINDS, administered, change_unit, create_unit, move_unit
from jiesu.rules.regions import region_known
from jiesu.ui.fields import Choice, Label
from jiesu.ui.forms import Manner, faults_of, fields_of, read_form
from jiesu.ui.tongue import named


class Facts(msgspec.Struct, kw_only=True):
    """What is told of a unit."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    kind: Annotated[str, Meta(min_length=1, max_length=20)]
    region: Annotated[str, Meta(min_length=6, max_length=6, pattern=r"^\d{6}$")]
    serves: Annotated[list[str], Meta(max_length=20)] = []
    contractor: bool = False


class NewUnit(Facts, kw_only=True):
    """A unit that is to be: where it hangs, and the code it keeps for ever."""

    code: Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9-]+$")]
    under: Annotated[str, Meta(min_length=1, max_length=40)]


class Place(msgspec.Struct, kw_only=True):
    """Where a unit is to hang."""

    under: Annotated[str, Meta(min_length=1, max_length=40)]


@door("administer")
def units(request: StaffRequest) -> HttpResponse:
    """Show the tree, with how many people work in each unit."""
    here = Count("staff", filter=Q(staff__left_at=None))
    seen = list(administered(request.actor).annotate(people=here).order_by("path"))
    top = min((unit.path.count("/") for unit in seen), default=0)
    told = {
        "rows": [
            {
                "unit": unit,
                "indent": "　" * (unit.path.count("/") - top),
                "kind": KINDS.get(unit.kind, unit.kind),
                "serves": [_department(kind) for kind in unit.serves],
            }
            for unit in seen
        ],
        "columns": [_("单位"), _("代码"), _("类型"), _("地区"), _("承办"), _("人数")],
    }
    return shown(request, "console/units.html", told)


@door("administer")
def new_unit(request: StaffRequest) -> HttpResponse:
    """Ask about a new unit; make it."""
    manner = _manner(request)
    read = read_form(request.POST, NewUnit)
    faults = _faults(NewUnit, read) if request.method == "POST" else {}
    if request.method == "POST" and not faults:
        try:
            unit = _create(request, read)
        except RefusedError as refused:
            faults = {"code": str(refused)}
        else:
            messages.success(request, _("已新增 %(name)s。") % {"name": unit.name})
            return redirect("console:unit", unit.code)
    typed = read if request.method == "POST" else {"under": request.GET.get("under", "")}
    told = {"fields": fields_of(NewUnit, manner, typed, faults)}
    return shown(request, "console/new_unit.html", told, 422 if faults else 200)


@door("administer")
def unit(request: StaffRequest, code: str) -> HttpResponse:
    """Show one unit; change what is told of it."""
    one = _found(request, code)
    if one is None:
        return _missing(request)
    if request.method == "POST":
        return _change(request, one)
    return _page(request, one, _facts_of(one), {})


@door("administer")
@require_POST
def move(request: StaffRequest, code: str) -> HttpResponse:
    """Hang a unit, with all below it, under another; its cases follow."""
    one, under = _found(request, code), _found(request, request.POST.get("under", ""))
    if one is None or under is None:
        return _missing(request)
    act = partial(move_unit, request.actor, one, under, at=timezone.now())
    return _attempt(request, one, act, _("已调整，所属投诉随之移动。"))


def _faults(words: type[Facts], read: dict[str, Any], kept: str = "") -> dict[str, str]:
    """What is wrong with the facts told. The root has a code of no region: it may be kept."""
    faults = faults_of(words, read)
    region = str(read.get("region") or "")
    if region and region != kept and not region_known(region):
        faults["region"] = _(
            "没有这个行政区划代码。请填写所服务城市的六位代码（GB/T 2260），如广州 440100。"
        )
    return faults


def _create(request: StaffRequest, read: dict[str, Any]) -> Organisation:
    told = msgspec.convert(read, NewUnit)
    under = _found(request, told.under)
    if under is None:
        raise RefusedError(_("没有这个上级单位，未新增。请重新选择。"))
    if Organisation.objects.filter(code=told.code).exists():
        raise RefusedError(_("代码已有单位使用，未新增。请换一个。"))
    facts = msgspec.structs.asdict(told)
    code, _under = facts.pop("code"), facts.pop("under")
    return create_unit(request.actor, under, code=code, at=timezone.now(), **facts)


def _change(request: StaffRequest, one: Organisation) -> HttpResponse:
    read = read_form(request.POST, Facts)
    faults = _faults(Facts, read, one.region)
    if faults:
        return _page(request, one, read, faults)
    facts = msgspec.structs.asdict(msgspec.convert(read, Facts))
    act = partial(change_unit, request.actor, one, at=timezone.now(), **facts)
    return _attempt(request, one, act, _("已保存。"))


def _attempt(
    request: StaffRequest, one: Organisation, act: Callable[[], object], done: str
) -> HttpResponse:
    try:
        act()
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("console:unit", one.code)


def _page(
    request: StaffRequest, one: Organisation, typed: dict[str, Any], faults: dict[str, str]
) -> HttpResponse:
    manner = _manner(request)
    told = {
        "unit": one,
        "kind": KINDS.get(one.kind, one.kind),
        "fields": fields_of(Facts, manner, typed, faults),
        "place": fields_of(Place, manner, {"under": one.parent.code if one.parent else ""}),
        "history": told_of(of_unit(one)),
    }
    return shown(request, "console/unit.html", told, 422 if faults else 200)


def _found(request: StaffRequest, code: str) -> Organisation | None:
    seen = administered(request.actor).select_related("parent")
    return seen.filter(code=code).first()


def _missing(request: StaffRequest) -> HttpResponse:
    messages.error(request, _("没有这个单位，未作改动。请重新选择。"))
    return redirect("console:units")


def _facts_of(one: Organisation) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Facts.__struct_fields__}


def _department(kind: str) -> str:
    known = {one.kind: one for one in routing().department}
    return named(known[kind]) if kind in known else kind


def _titled(name: str) -> Label:
    titles = {
        "name": Label(_("名称")),
        "code": Label(_("代码"), _("字母、数字和短横；以后不再改变。")),
        "kind": Label(_("类型")),
        "region": Label(_("地区"), _("所服务城市的行政区划代码（GB/T 2260），六位数字。")),
        "serves": Label(_("承办"), _("派给这些部门的工单由它接收。")),
        "contractor": Label(_("代维单位"), _("只看本班组的在途工单。")),
        "under": Label(_("上级单位")),
    }
    return titles[name]


def _manner(request: StaffRequest) -> Manner:
    def offered(name: str) -> tuple[Choice, ...]:
        if name == "kind":
            return tuple(Choice(code, str(title)) for code, title in KINDS.items())
        if name == "serves":
            return tuple(Choice(one.kind, named(one)) for one in routing().department)
        return unit_choices(request) if name == "under" else ()

    return Manner(_titled, offered)


def unit_choices(request: StaffRequest) -> tuple[Choice, ...]:
    """Return the units that this administrator looks after, indented as they hang."""
    seen = administered(request.actor).values_list("code", "name", "path")
    return tuple(Choice(c, f"{'　' * (path.count('/') - 2)}{n}") for c, n, path in seen)
