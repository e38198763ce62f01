"""Follow a complaint: its number, the last digits of the phone, a one-time code (§12.1)."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiesu.portal.codes import TooManyError, ask_code, try_code
from jiesu.portal.doors import VisitRequest, keeping, visitor
from jiesu.portal.labels import label
from jiesu.portal.page import shown
from jiesu.portal.secret import looks_secret, open_by_secret
from jiesu.portal.terms import terms
from jiesu.portal.visits import COOKIE, give, leave, memory_of, prove, remember
from jiesu.rules.numbers import UnreadableNumberError, read_number
from jiesu.ui.fields import Field

_LONGEST = 200


@keeping
@require_http_methods(["GET", "POST"])
def follow(request: VisitRequest) -> HttpResponse:
    """Ask for number and last digits; then a code is on its way, or so we say to everybody."""
    if request.method == "GET":
        return _ask(request, {"number": request.GET.get("number", "")[:_LONGEST]}, {})
    typed = {name: request.POST.get(name, "").strip()[:_LONGEST] for name in ("number", "contact")}
    faults = {name: _("这一项必须填写。") for name, said in typed.items() if not said}
    try:
        number = str(read_number(typed["number"]))
    except UnreadableNumberError:
        faults.setdefault(
            "number",
            _("没有这样的编号。请照回执或短信逐位核对；最后两位是校验位，写错一位就对不上。"),
        )
    if faults:
        return _ask(request, typed, faults, 422)
    if looks_secret(typed["contact"]):
        return _open(request, number, typed)
    return _send(request, number, typed)


@visitor
@require_http_methods(["GET", "POST"])
def code(request: VisitRequest) -> HttpResponse:
    """Take the code; the right one opens the case."""
    memory = memory_of(request.visit)
    if request.visit is None or not memory.asked:
        return redirect("portal:follow")
    if request.method == "GET":
        return _code(request, "")
    now = timezone.now()
    outcome = try_code(request.visit, "".join(request.POST.get("code", "").split()), now=now)
    if outcome.kind == "wrong":
        told = _("验证码不正确，还可以再试 %(n)d 次。") % {"n": outcome.left}
        return _code(request, told)
    if outcome.case is None:
        told = _("验证码已过期、已用过或试错次数太多，已作废。请重新获取。")
        return _code(request, told, ended=True)
    memory.shown = ""
    remember(request.visit, memory)
    response = redirect("portal:case", outcome.case.number)
    give(response, prove(request.visit, outcome.case, now))
    return response


@visitor
def short(request: VisitRequest, number: str) -> HttpResponse:  # noqa: ARG001 - every view takes the request
    """Lead from the link in a message to the form, with the number filled in."""
    return redirect(f"{reverse('portal:follow')}?{urlencode({'number': number})}")


@visitor
@require_POST
def goodbye(request: VisitRequest) -> HttpResponse:
    """End the visit: whoever borrows the phone next finds nothing."""
    if request.visit:
        leave(request.visit)
    response = redirect("portal:home")
    response.delete_cookie(COOKIE)
    return response


def _open(request: VisitRequest, number: str, typed: dict[str, str]) -> HttpResponse:
    """The secret word of the receipt opens the case at once."""
    assert request.visit is not None
    address, now = request.META.get("REMOTE_ADDR", ""), timezone.now()
    try:
        case = open_by_secret(request.visit, number, typed["contact"], address=address, now=now)
    except TooManyError:
        return shown(request, "too_many", status=429)
    if case is None:
        wrong = _("编号和查询密语对不上，请对照回执再看一遍。")
        return _ask(request, {"number": typed["number"]}, {"contact": wrong}, 422)
    response = redirect("portal:case", case.number)
    give(response, prove(request.visit, case, now))
    return response


def _send(request: VisitRequest, number: str, typed: dict[str, str]) -> HttpResponse:
    assert request.visit is not None
    address = request.META.get("REMOTE_ADDR", "")
    try:
        told = ask_code(
            request.visit, number, typed["contact"], address=address, now=timezone.now()
        )
    except TooManyError:
        return shown(request, "too_many", status=429)
    memory = memory_of(request.visit)
    memory.asked, memory.shown = number, told if settings.DEMO else ""
    remember(request.visit, memory)
    return redirect("portal:code")


def _ask(
    request: VisitRequest, typed: dict[str, str], faults: dict[str, str], status: int = 200
) -> HttpResponse:
    fields = [
        _field("number", typed, faults, autocomplete="off", autocapitalize="characters"),
        _field("contact", typed, faults, autocomplete="off"),
    ]
    return shown(request, "follow", {"fields": fields, "faults": faults}, status)


def _code(request: VisitRequest, fault: str, *, ended: bool = False) -> HttpResponse:
    field = _field(
        "code",
        {},
        {"code": fault} if fault else {},
        inputmode="numeric",
        autocomplete="one-time-code",
        autofocus="autofocus",
    )
    memory = memory_of(request.visit)
    told = {
        "field": field,
        "number": memory.asked,
        "shown": memory.shown,
        "demo": settings.DEMO,
        "ended": ended,
        "minutes": terms().code.minutes,
        "tries": terms().code.tries,
    }
    return shown(request, "code", told, 422 if fault else 200)


def _field(name: str, typed: dict[str, str], faults: dict[str, str], **attributes: str) -> Field:
    words = label(name)
    return Field(
        name,
        words.title,
        hint=words.hint,
        required=True,
        value=typed.get(name, ""),
        error=faults.get(name, ""),
        most=_LONGEST,
        attributes=attributes,
    )
