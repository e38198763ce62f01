"""No NUL in an address: no pen writes one, no row has one, and PostgreSQL takes none."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase

_NUL, _CODED = "\x00", "%00"
Answer = Callable[[HttpRequest], HttpResponseBase]


def legible(answer: Answer) -> Answer:
    """Middleware: there is nothing under a path with NUL, and a query is read without it."""

    def read(request: HttpRequest) -> HttpResponseBase:
        if _NUL in request.path_info:
            raise Http404
        asked = request.META.get("QUERY_STRING", "")
        if _CODED in asked or _NUL in asked:
            request.GET = QueryDict(asked.replace(_CODED, "").replace(_NUL, ""))
        return answer(request)

    return read
