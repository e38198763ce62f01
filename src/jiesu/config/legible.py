"""No NUL in an address: no pen writes one, no row has one, and PostgreSQL takes none."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase

_NUL, _CODED, _BLANK = "\x00", "%00", "%20"
"""A blank takes its place: cut out, it would let ``%0%000`` close up to another."""
Answer = Callable[[HttpRequest], HttpResponseBase]


def legible(answer: Answer) -> Answer:
    """Middleware: nothing lies under a path with NUL, and a query is read with a blank for it."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        if _NUL in request.path_info:
            raise Http404
        asked = request.META.get("QUERY_STRING", "")
        if _CODED in asked or _NUL in asked:
            read = asked.replace(_CODED, _BLANK).replace(_NUL, _BLANK)
            request.GET = QueryDict(read.encode("latin-1"))  # the bytes that came (PEP 3333)
        return answer(request)

    return answered
