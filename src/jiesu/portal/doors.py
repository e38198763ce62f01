"""The customers' doors: a visit for everybody, a case only for whoever has proven it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from jiesu.cases.models import Case
from jiesu.people.actor import Actor
from jiesu.people.doors import open_door
from jiesu.portal.models import Visit
from jiesu.portal.page import wants_simple
from jiesu.portal.plainly import simple_words
from jiesu.portal.visits import COOKIE, begin, customer_of, give, visit_of

P = ParamSpec("P")


class VisitRequest(HttpRequest):
    """A request of somebody whose browser we know for a while."""

    visit: Visit | None


class CaseRequest(VisitRequest):
    """A request of the customer of one case."""

    visit: Visit
    actor: Actor
    case: Case


VisitView = Callable[Concatenate[VisitRequest, P], HttpResponseBase]
CaseView = Callable[Concatenate[CaseRequest, P], HttpResponseBase]
Route = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def visitor(view: VisitView[P]) -> Route[P]:
    """Let everybody in and give the view ``request.visit``, if the browser has one."""

    @wraps(view)
    def entered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request.visit = visit_of(request, timezone.now())  # type: ignore[attr-defined] # this makes it a VisitRequest
        with simple_words(wants_simple(request)):
            return view(cast("VisitRequest", request), *args, **kwargs)

    return open_door(never_cache(entered))


def keeping(view: VisitView[P]) -> Route[P]:
    """Let everybody in as ``visitor`` does, and begin a visit where there was none."""

    @wraps(view)
    def entered(request: VisitRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.visit is not None:
            return view(request, *args, **kwargs)
        request.visit, token = begin(timezone.now())
        response = view(request, *args, **kwargs)
        if COOKIE not in response.cookies:  # a view that proved a case gave a new one
            give(response, token)
        return response

    return visitor(entered)


def own_case(view: CaseView[P]) -> Callable[..., HttpResponseBase]:
    """Let in the customer who has proven this very case.

    Whoever has proven nothing is asked to; another's case does not exist.
    """

    @wraps(view)
    def entered(
        request: VisitRequest, /, number: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        actor = customer_of(request.visit)
        if actor is None:
            return redirect(f"{reverse('portal:follow')}?{urlencode({'number': number})}")
        case = _case(actor, number)
        request.actor, request.case = actor, case  # type: ignore[attr-defined] # a CaseRequest
        return view(cast("CaseRequest", request), *args, **kwargs)

    return visitor(entered)


def _case(actor: Actor, number: str) -> Case:
    try:
        return Case.objects.visible_to(actor).select_related("owner").get(number=number)
    except Case.DoesNotExist:
        raise Http404 from None
