"""Administration of people: who works here, with which roles over what (§17)."""

from typing import Annotated

import msgspec
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import Meta

from jiesu.console.audit import told_of
from jiesu.console.page import shown
from jiesu.console.roles import roles_to_grant, roles_told
from jiesu.console.tongue import role_title
from jiesu.console.units import unit_choices
from jiesu.people import administration
from jiesu.people.doors import StaffRequest, door
from jiesu.people.errors import RefusedError
from jiesu.people.history import of_person
from jiesu.people.login.locks import locked
from jiesu.people.models import Grant, Staff
from jiesu.people.units import administered
from jiesu.ui.fields import Choice, Label
from jiesu.ui.forms import Manner, faults_of, fields_of, read_form

PAGE = 100


class NewStaff(msgspec.Struct, kw_only=True):
    """What is asked about somebody new."""

    name: Annotated[str, Meta(min_length=1, max_length=60)]
    username: Annotated[str, Meta(min_length=2, max_length=60)]
    work_no: Annotated[str, Meta(min_length=1, max_length=20)]
    unit: Annotated[str, Meta(min_length=1, max_length=40)]
    password: Annotated[str, Meta(min_length=12, max_length=200)]
    extension: Annotated[str, Meta(max_length=20)] = ""


class NewGrant(msgspec.Struct, kw_only=True):
    """Which role somebody is given, over what."""

    role: Annotated[str, Meta(min_length=3, max_length=3)]
    unit: Annotated[str, Meta(min_length=1, max_length=40)]


@door("administer")
def people(request: StaffRequest) -> HttpResponse:
    """List who works here; ``q`` narrows by name, user name or work number."""
    asked = request.GET.get("q", "").strip()
    seen = _within(request).filter(left_at=None)
    if asked:
        like = Q(name__icontains=asked) | Q(username__icontains=asked)
        seen = seen.filter(like | Q(work_no__iexact=asked))
    seen = seen.filter(username__gt=request.GET.get("after", "")).order_by("username")
    rows = list(seen[: PAGE + 1])
    roles: dict[int, list[str]] = {}
    for held in Grant.objects.filter(staff__in=rows, revoked_at=None).order_by("role"):
        roles.setdefault(held.staff_id, []).append(held.role)
    told = {
        "rows": [{"staff": one, "roles": _roles(roles.get(one.pk, []))} for one in rows[:PAGE]],
        "columns": [_("姓名"), _("用户名"), _("工号"), _("单位"), _("角色")],
        "looked_for": asked,
        "after": f"?after={rows[PAGE - 1].username}" if len(rows) > PAGE else "",
    }
    return shown(request, "console/people.html", told)


@door("administer")
def hire(request: StaffRequest) -> HttpResponse:
    """Ask about somebody new; open the account."""
    read = read_form(request.POST, NewStaff)
    faults = faults_of(NewStaff, read) if request.method == "POST" else {}
    if request.method == "POST" and not faults:
        try:
            staff = _hire(request, msgspec.convert(read, NewStaff))
        except RefusedError as refused:
            faults = {"username": str(refused)}
        else:
            messages.success(request, _("已开通 %(name)s 的账号。") % {"name": staff.name})
            return redirect("console:person", staff.pk)
    typed = {name: value for name, value in read.items() if name != "password"}
    told = {"fields": fields_of(NewStaff, _manner(request), typed, faults)}
    return shown(request, "console/hire.html", told, 422 if faults else 200)


@door("administer")
def person(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Show one person's account and the roles held, now and before."""
    return person_page(request, looked_after(request, staff_id))


def looked_after(request: StaffRequest, staff_id: int) -> Staff:
    """Return somebody of the units that this administrator looks after, or raise Http404."""
    return get_object_or_404(_within(request), pk=staff_id)


def person_page(request: StaffRequest, staff: Staff, new_password: str = "") -> HttpResponse:
    """Show the account; a password that was just made is shown this once."""
    grants = Grant.objects.filter(staff=staff).select_related("organisation", "granted_by")
    told = {
        "staff": staff,
        "grants": [
            {"held": held, "role": role_title(held.role)} for held in grants.order_by("-granted_at")
        ],
        "fields": fields_of(NewGrant, _manner(request)),
        "roles": roles_told(),
        "locked": locked(staff.username, at=timezone.now()),
        "new_password": new_password,
        "history": told_of(of_person(staff)),
        "columns": [_("角色"), _("范围"), _("授予"), _("收回")],
    }
    return shown(request, "console/person.html", told)


def _within(request: StaffRequest) -> QuerySet[Staff]:
    units = administered(request.actor).order_by().values("pk")
    return Staff.objects.filter(organisation__in=units).select_related("organisation")


def _hire(request: StaffRequest, told: NewStaff) -> Staff:
    unit = administered(request.actor).filter(code=told.unit).first()
    if unit is None:
        raise RefusedError(_("没有这个单位，未作改动。请重新选择。"))
    # The login takes no heed of case: two who differ only in that would shut each other out.
    borne = Q(username__iexact=told.username) | Q(work_no=told.work_no)
    if Staff.objects.filter(borne).exists():
        raise RefusedError(_("用户名或工号已有人使用，未开通。请换一个。"))
    someone = Staff(username=told.username, name=told.name, work_no=told.work_no)
    try:
        validate_password(told.password, someone)
    except ValidationError as weak:
        raise RefusedError(" ".join(weak.messages)) from weak
    return administration.hire(
        request.actor,
        username=told.username,
        password=told.password,
        unit=unit,
        at=timezone.now(),
        name=told.name,
        work_no=told.work_no,
        extension=told.extension,
    )


def _roles(codes: list[str]) -> list[str]:
    return list(dict.fromkeys(role_title(code) for code in codes))


def _titled(name: str) -> Label:
    titles = {
        "name": Label(_("姓名")),
        "username": Label(_("用户名")),
        "work_no": Label(_("工号"), _("会告知用户。")),
        "unit": Label(_("单位")),
        "password": Label(_("初始密码"), _("至少十二个字符；请当面或另行告知本人。")),
        "extension": Label(_("分机")),
        "role": Label(_("角色")),
    }
    return titles[name]


def _manner(request: StaffRequest) -> Manner:
    def offered(name: str) -> tuple[Choice, ...]:
        if name == "role":
            return roles_to_grant()
        return unit_choices(request) if name == "unit" else ()

    return Manner(_titled, offered, {"password": "password"})
