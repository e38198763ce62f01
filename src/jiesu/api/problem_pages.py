"""The page behind the ``type`` of a problem: what it means and what to do, in both languages."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiesu.api.problems import Said, kinds
from jiesu.people.doors import open_door

_LATER = frozenset({429, 500, 503})
_SEND_AGAIN = Said(
    "请稍后用同一个 Idempotency-Key 原样重发：已经保存的不会再保存一次。",
    "Send the same again later under the same Idempotency-Key: what was saved is not saved twice.",
)
_CHANGE_IT = Said(
    "原样重发结果相同，请先按上面所说改正。应答中的 detail 说明具体原因，instance 是所请求的地址。",
    "Sent again unchanged it is refused again: correct it first. In the answer, detail says what "
    "was wrong in this case and instance which address was asked.",
)


@open_door
@require_safe
def problem(request: HttpRequest, code: str) -> HttpResponse:
    """Explain the kind of problem called ``code``; 404 if there is none (RFC 9457)."""
    kind = kinds().get(code)
    if kind is None:
        raise Http404
    advice = _SEND_AGAIN if kind.status in _LATER else _CHANGE_IT
    told = {"code": code, "kind": kind, "advice": advice, "operator": settings.OPERATOR_NAME}
    return render(request, "api/problem.html", told)
