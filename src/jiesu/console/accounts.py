"""What an administrator does to an account: roles, locks, passwords, second factors (§17)."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiesu.console.staff import looked_after, person_page
from jiesu.people import administration
from jiesu.people.doors import StaffRequest, door
from jiesu.people.errors import RefusedError
from jiesu.people.models import Grant
from jiesu.people.units import administered


@door("administer")
@require_POST
def grant(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Let the person act in a role over a unit."""
    staff = looked_after(request, staff_id)
    unit = administered(request.actor).filter(code=request.POST.get("unit", "")).first()
    if unit is None:
        messages.error(request, _("没有这个单位，未作改动。请重新选择。"))
        return redirect("console:person", staff_id)
    role, at = request.POST.get("role", ""), timezone.now()
    give = partial(administration.grant, request.actor, staff, role, unit, at=at)
    return _attempt(request, staff_id, give, _("已授予角色。"))


@door("administer")
@require_POST
def revoke(request: StaffRequest, staff_id: int) -> HttpResponse:
    """End one of the person's roles."""
    key = request.POST.get("grant", "")
    held = get_object_or_404(
        Grant, staff=looked_after(request, staff_id), pk=int(key) if key.isdecimal() else 0
    )
    end = partial(administration.revoke, request.actor, held, at=timezone.now())
    return _attempt(request, staff_id, end, _("已收回角色。"))


@door("administer")
@require_POST
def leave(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Close the account of somebody who has left."""
    return _change(
        request, staff_id, administration.leave, _("账号已停用，角色、令牌和会话一并结束。")
    )


@door("administer")
@require_POST
def unlock(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Lift the lock that wrong passwords brought."""
    return _change(request, staff_id, administration.unlock, _("已解除锁定。"))


@door("administer")
@require_POST
def reset_second_factor(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Forget a second factor that was lost."""
    done = _("已重置两步验证，本人下次登录时重新设置。")
    return _change(request, staff_id, administration.reset_second_factor, done)


@door("administer")
@require_POST
def reset_password(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Make a new password; this answer alone shows it."""
    staff = looked_after(request, staff_id)
    try:
        password = administration.reset_password(request.actor, staff, at=timezone.now())
    except RefusedError as refused:
        messages.error(request, str(refused))
        return redirect("console:person", staff_id)
    return person_page(request, staff, password)


def _change(
    request: StaffRequest, staff_id: int, act: Callable[..., object], done: str
) -> HttpResponse:
    """Do ``act`` to the account of somebody whom this administrator looks after."""
    staff = looked_after(request, staff_id)
    change = partial(act, request.actor, staff, at=timezone.now())
    return _attempt(request, staff_id, change, done)


def _attempt(
    request: StaffRequest, staff_id: int, act: Callable[[], object], done: str
) -> HttpResponse:
    try:
        act()
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("console:person", staff_id)
