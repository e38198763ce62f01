"""The search box: cases by number, phone, account, address or what was said; customers besides."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jiesu.cases.hits import Hit
from jiesu.cases.search import search
from jiesu.console.finding.asked import NAME, asked_under, keep_asked
from jiesu.console.finding.customers import cases_of_customer, customers_like
from jiesu.console.finding.listing import listed_by_id
from jiesu.console.finding.marking import excerpt, marked
from jiesu.console.finding.rows import InPieces, columns, rows_of
from jiesu.console.page import shown
from jiesu.incidents.models import Outage
from jiesu.people.actor import Actor
from jiesu.people.doors import StaffRequest, door
from jiesu.rules.numbers import Prefix, plain

MOST_ASKED = 200
MOST = 25
SUGGESTED = 6


@door("view_case", asks=True)
@never_cache
@require_http_methods(["GET", "POST"])
def find(request: StaffRequest) -> HttpResponse:
    """Take what is searched for (``q``), and lead to its hits: shown under its name (``asked``).

    The number of an outage leads to the outage. ``customer`` shows the cases of a customer found
    instead.
    """
    if request.method == "POST":
        return _to_outage(request) or _led_to(request, _asked(request))
    name = request.GET.get(NAME, "")
    asked = asked_under(request.session, name)
    found = _found(request.actor, asked, request.GET.get("customer", ""))
    hits = {hit.id: _in_pieces(hit, asked) for hit in found}
    told = {
        "rows": rows_of(listed_by_id(request.actor, [*hits]), timezone.now(), hits),
        "customers": customers_like(request.actor, asked),
        "asked": asked,
        "sought": asked,
        "columns": columns(),
        "most": MOST if len(found) >= MOST else 0,
        "gone": name and not asked,
    }
    return shown(request, "console/finding/found.html", told)


@door("view_case", asks=True)
@never_cache
@require_POST
def suggestions(request: StaffRequest) -> HttpResponse:
    """Show a few hits while somebody types (htmx)."""
    asked = _asked(request)
    found = search(request.actor, asked, SUGGESTED) if asked else []
    told = {
        "hits": [(hit.number, marked(hit.subject, asked)) for hit in found],
        "customers": customers_like(request.actor, asked),
        "asked": asked,
    }
    return shown(request, "console/finding/suggestions.html", told)


def _to_outage(request: StaffRequest) -> HttpResponse | None:
    number = plain(_asked(request))
    if not number.startswith(Prefix.OUTAGE):
        return None
    known = Outage.objects.visible_to(request.actor).filter(number=number).exists()
    return redirect("console:outage", number) if known else None


def _led_to(request: StaffRequest, asked: str) -> HttpResponse:
    here = reverse("console:find")
    told = urlencode({NAME: keep_asked(request.session, asked)}) if asked else ""
    return redirect(f"{here}?{told}" if told else here)


def _asked(request: StaffRequest) -> str:
    return request.POST.get("q", "").replace("\x00", "").strip()[:MOST_ASKED]


def _found(actor: Actor, asked: str, customer: str) -> list[Hit]:
    if customer.isascii() and customer.isdigit():
        return cases_of_customer(actor, int(customer[:18]), MOST)
    return search(actor, asked, MOST) if asked else []


def _in_pieces(hit: Hit, asked: str) -> InPieces:
    """The words asked for, marked; the complaint is quoted if they stand only there."""
    subject = marked(hit.subject, asked)
    quoted = [] if any(told for _text, told in subject) else excerpt(hit.description, asked)
    return InPieces(subject, quoted)
