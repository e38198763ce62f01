"""Texts found by typing: Chinese, pinyin or initials after ``::`` in any field."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiesu.cases.models import Case
from jiesu.console.page import shown
from jiesu.console.wording.keeping import offered
from jiesu.console.wording.models import Version
from jiesu.console.wording.places import filled
from jiesu.kit.pinyin import sounds_like
from jiesu.people.actor import Actor
from jiesu.people.doors import StaffRequest, door

MOST = 8


@door("view_rules")
@never_cache
@require_safe
def find(request: StaffRequest) -> HttpResponse:
    """Offer the best texts for ``q``, their places filled in for the case ``case`` if seen."""
    actor, now = request.actor, timezone.now()
    case = seen_case(actor, request.GET.get("case", ""))
    found = best(actor, request.GET.get("q", ""))
    texts = [(one.title, filled(one.body["text"], actor, case, now)) for one in found]
    return shown(request, "console/wording/found.html", {"texts": texts})


def best(actor: Actor, asked: str) -> list[Version]:
    """Return the texts that sound like ``asked``, best first; all of them for nothing."""
    texts = offered(actor, "text")
    if not asked.strip():
        return texts[:MOST]
    told = [(sounds_like(asked, one.title), n) for n, one in enumerate(texts)]
    ranked = sorted((score, n) for score, n in told if score is not None)
    return [texts[n] for _score, n in ranked[:MOST]]


def seen_case(actor: Actor, number: str) -> Case | None:
    """Return the case if ``actor`` may see it."""
    if not number:
        return None
    return Case.objects.visible_to(actor).select_related("owner").filter(number=number).first()
