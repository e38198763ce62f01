"""The API in Django's own table of addresses: the door for whatever runs without ``hot``."""

from django.http import HttpRequest, HttpResponse
from django.urls import re_path
from django.views.decorators.csrf import csrf_exempt

from jiesu.api.hot import asked_of, moment_of
from jiesu.api.routes import answer
from jiesu.people.doors import open_door


@csrf_exempt
@open_door
def api(request: HttpRequest) -> HttpResponse:
    """Answer by the same routes; the token in the request says who asks."""
    given = answer(asked_of(request.META), moment_of(request.META))
    headers = {"Cache-Control": "no-cache", **given.headers}
    return HttpResponse(given.body, given.content_type, status=given.status, headers=headers)


urlpatterns = [re_path("", api, name="api")]
