"""Where each address leads: every floor with screens mounts its own urls here."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.views.i18n import set_language

from jiesu.api.problem_pages import problem
from jiesu.cases.numbers import NumberInAddress
from jiesu.config import metrics
from jiesu.people.doors import open_door


@open_door
def healthy(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the route's signature
    """Answer that the process serves; load balancers ask."""
    return HttpResponse("ok", content_type="text/plain")


register_converter(NumberInAddress, "number")
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("jiesu.api.urls")),
    path("problems/<slug:code>", problem, name="problem"),
    path("healthz", healthy, name="healthz"),
    path("metrics", metrics.show, name="metrics"),
    path("language", set_language, name="set_language"),
    path("account/", include("jiesu.people.urls")),
    path("ui/", include("jiesu.ui.urls")),
    path("console/", include("jiesu.console.urls")),
    path("", include("jiesu.portal.urls")),
]

handler400 = "jiesu.config.failures.unreadable"
handler403 = "jiesu.config.failures.forbidden"
handler404 = "jiesu.config.failures.not_found"
handler500 = "jiesu.config.failures.broken"
