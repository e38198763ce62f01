"""Puts a staff screen together: the shell, the menu this person has, the time."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiesu.console.beginning import concerns, unfinished
from jiesu.console.live_address import let_listen, live_address
from jiesu.console.machines import LISTED
from jiesu.people.actor import Actor, Held
from jiesu.people.doors import StaffRequest, actor_of, open_door
from jiesu.people.permissions import book

MENU: tuple[tuple[str, Promise, str], ...] = (
    ("console:queue", _("投诉"), "view_case"),
    ("console:new", _("登记"), "receive"),
    ("console:board", _("看板"), "hand_over"),
    ("console:approvals", _("审批"), "approve"),
    ("console:orders", LISTED["order"], "view_case"),
    ("console:appeals", LISTED["appeal"], "view_case"),
    ("console:rectifications", LISTED["rectification"], "view_case"),
    ("console:outages", LISTED["outage"], "view_outages"),
    ("console:inspections", _("检查"), "inspections"),
    ("console:archives", _("档案"), "unlock"),
    ("console:looks", _("复核"), "review_reveals"),
    ("console:calendar", _("日历"), "view_rules"),
    ("console:wording", _("常用语"), "view_rules"),
    ("console:packs", _("策略"), "view_rules"),
    ("console:people", _("人员"), "administer"),
    ("console:units", _("组织"), "administer"),
    ("console:audit", _("审计"), "view_audit"),
)
"""Route, title, and the verb that opens it."""
ON_ORDERS, FOR_A_UNIT, ANSWERING = "order_arrive", "order_answer", ("accept", "hand_over")
"""Whoever works on orders and answers for no complaint has orders in hand, and no queue."""
ON_APPEALS = "register_appeal"
"""Whoever hears appeals owns no complaint either."""
BEGINNING = ("console:first_steps", _("上线准备"), "administer")
"""First of all, before whoever sets the house up, until it is set up."""


def shown(
    request: StaffRequest, template: str, told: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Render a staff screen; ``template`` may name a partial (``page.html#part``) for htmx."""
    live = live_address(request)
    common = {
        "live": live,
        "actor": request.actor,
        "menu": menu(request.actor, request.path),
        "can_look_as": opens(request.actor, "view_as"),
        "answers": opens(request.actor, "receive"),
        "seeks": opens(request.actor, "view_case"),
        "operator": settings.OPERATOR_NAME,
        "now": timezone.now(),
    }
    page = render(request, template, {**common, **told}, status=status)
    return let_listen(page, live)


@open_door
def home(request: HttpRequest) -> HttpResponse:
    """Lead whoever has logged in to the work: orders, appeals, or the first of the menu."""
    actor = actor_of(request)
    if actor is None:
        return redirect_to_login(request.get_full_path())
    if not any(opens(actor, verb) for verb in ANSWERING):
        if opens(actor, ON_ORDERS):
            whose = "unit" if opens(actor, FOR_A_UNIT) else "mine"
            return redirect(f"{reverse('console:orders')}?whose={whose}")
        if opens(actor, ON_APPEALS):
            return redirect(f"{reverse('console:appeals')}?whose=unit")
    for href, _title, _here in menu(actor, ""):
        return redirect(href)
    raise Http404


def menu(actor: Actor, path: str) -> list[tuple[str, str, bool]]:
    """Return the screens that one of the actor's roles opens: address, title, present one."""
    beginning = concerns(actor) and unfinished()
    found = _screens(actor.held, get_language(), beginning=beginning)
    here = max((href for href, _title in found if path.startswith(href)), key=len, default="")
    return [(href, title, href == here) for href, title in found]


def opens(actor: Actor, verb: str) -> bool:
    """Ask whether one of the actor's roles may do ``verb`` at all."""
    return _opens(actor.held, verb)


@lru_cache(maxsize=512)
def _screens(
    held: tuple[Held, ...],
    language: str | None,  # noqa: ARG001 - each language has its own titles
    *,
    beginning: bool,
) -> tuple[tuple[str, str], ...]:
    """Address and title: they follow from the roles and the language, and every page has them."""
    rows = (BEGINNING, *MENU) if beginning else MENU
    return tuple((reverse(route), str(title)) for route, title, verb in rows if _opens(held, verb))


def _opens(roles: tuple[Held, ...], verb: str) -> bool:
    cells = book().verbs[verb].cells
    return any(held.role in cells for held in roles)
