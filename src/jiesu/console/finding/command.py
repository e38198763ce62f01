"""The command bar: screens, views, verbs of the open case, people and cases from one box."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiesu.cases.models import Case
from jiesu.cases.permit import parts_of
from jiesu.cases.search import search
from jiesu.console.finding.narrowing import seen_paths
from jiesu.console.finding.views import views_of
from jiesu.console.machines import LISTED
from jiesu.console.offers import offers_of
from jiesu.console.page import menu, opens, shown
from jiesu.incidents.models import Outage
from jiesu.kit.pinyin import sounds_like
from jiesu.people.actor import Actor
from jiesu.people.doors import StaffRequest, door
from jiesu.people.models import Staff

MOST = 7
"""Hits of one kind."""
MOST_PEOPLE = 3000
MOST_ASKED = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """Something to go to: where, what it is called, what else is said of it."""

    href: str
    title: str
    beside: str = ""


@door("view_case", asks=True)
@never_cache
@require_http_methods(["GET", "POST"])
def command(request: StaffRequest) -> HttpResponse:
    """Show the bar with what fits ``q``, which comes by POST alone; ``case`` is the one open."""
    asked = request.POST.get("q", "").replace("\x00", "").strip()[:MOST_ASKED]
    number = (request.POST.get("case") or request.GET.get("case", ""))[:24]
    told = {"asked": asked, "number": number, "groups": _groups(request.actor, asked, number)}
    htmx = request.headers.get("HX-Request")
    part = ("#hits" if "q" in request.POST else "#bar") if htmx else ""
    return shown(request, f"console/finding/command.html{part}", told)


@door("view_case")
def keys(request: StaffRequest) -> HttpResponse:
    """Show which keys do what."""
    part = "#sheet" if request.headers.get("HX-Request") else ""
    return shown(request, f"console/finding/keys.html{part}", {})


def _groups(actor: Actor, asked: str, number: str) -> list[tuple[str, list[Hit]]]:
    """Hits by kind, those without any left out."""
    groups = [
        (_("本件可办理"), _best(asked, _verbs(actor, number))),
        (_("投诉"), _cases(actor, asked)),
        (LISTED["outage"], _best(asked, _outages(actor)) if asked else []),
        (_("视图"), _best(asked, _views(actor))),
        (_("页面"), _best(asked, _screens(actor))),
        (_("人员"), _best(asked, _people(actor)) if asked else []),
    ]
    return [(str(title), hits) for title, hits in groups if hits]


def _best(asked: str, hits: Iterable[Hit]) -> list[Hit]:
    """Those that fit, best first; all of them as long as nothing is asked."""
    if not asked:
        return list(hits)
    judged = [(sounds_like(asked, f"{hit.title} {hit.beside}"), hit) for hit in hits]
    fitting = [(worth, hit) for worth, hit in judged if worth is not None]
    return [hit for _worth, hit in sorted(fitting, key=lambda pair: pair[0])][:MOST]


def _verbs(actor: Actor, number: str) -> list[Hit]:
    case = Case.objects.visible_to(actor).filter(number=number).first() if number else None
    if case is None:
        return []
    groups = offers_of(actor, case, parts_of(actor, case))
    return [
        Hit(reverse("console:act", args=[number, offer.verb]), offer.title, offer.verb)
        for _title, offers in groups
        for offer in offers
    ]


def _cases(actor: Actor, asked: str) -> list[Hit]:
    found = search(actor, asked, MOST) if asked else []
    return [Hit(reverse("console:case", args=[c.number]), c.subject, c.number) for c in found]


def _outages(actor: Actor) -> list[Hit]:
    """Those that are open: they are few, and of them one is asked."""
    told = Outage.objects.visible_to(actor).open().values_list("number", "cause")
    return [Hit(reverse("console:outage", args=[number]), cause, number) for number, cause in told]


def _views(actor: Actor) -> list[Hit]:
    here = reverse("console:queue")
    return [Hit(f"{here}?{urlencode({'view': view.pk})}", view.name) for view in views_of(actor)]


def _screens(actor: Actor) -> list[Hit]:
    found = [Hit(href, title) for href, title, _present in menu(actor, "")]
    return [
        *found,
        Hit(reverse("console:find"), _("搜索")),
        Hit(reverse("console:views"), _("视图管理")),
        Hit(reverse("console:keys"), _("键盘快捷键")),
    ]


def _people(actor: Actor) -> list[Hit]:
    """Colleagues of the units whose cases the person sees; who they are leads to their cases."""
    below = Q(pk__in=[])
    for path in (*seen_paths(actor), actor.unit_path):
        below |= Q(organisation__path__startswith=path)
    told = Staff.objects.filter(below, left_at=None).values_list("id", "name", "work_no")
    administers, here = opens(actor, "administer"), reverse("console:queue")
    return [
        Hit(
            reverse("console:person", args=[staff_id])
            if administers
            else f"{here}?{urlencode({'whose': 'all', 'owner': staff_id})}",
            name,
            work_no,
        )
        for staff_id, name, work_no in told[:MOST_PEOPLE]
    ]
