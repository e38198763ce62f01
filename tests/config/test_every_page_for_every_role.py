"""Every address answers everybody: a page, a way elsewhere or "not for you", never a failure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone, translation
from pytest_django import Settings

from jiesu.cases.models import Case
from jiesu.config.demo_stories import tell_stories
from jiesu.incidents.models import Outage
from jiesu.kit.sealed import unseal_json
from jiesu.people.demo import lay_out_people
from jiesu.people.models import Grant, Organisation, Staff
from jiesu.portal.questions import ORDER
from jiesu.portal.visits import COOKIE, begin, prove

FINE = {200, 204, 302, 403, 404, 405, 410}
"""405 and 410: an address that only takes forms, and a link whose time is over."""
ROLES = tuple(f"R{n:02}" for n in range(3, 27))
"""Roles of staff; R01 and R02 are customers and come by a visit."""
COVERED = tuple(role for role in ROLES if role not in {"R12", "R22"})
"""Who reads nobody's particulars in full before a reveal: not whoever goes there, nor R22 (§17)."""
OF_CUSTOMERS = re.compile(r"(?!console|healthz|language)")
NOT_HERE = re.compile(r"api/v1/|metrics|ui/|account/|.*\.pdf|.*\.zip")
"""What asks for a token, is allauth's own (logging out would end the walk), or is no page."""
TEMPLATE = re.compile(r"\{[{%#]|[%#}]\}")
CODE = re.compile(r"(?<![\w/.@={-])[a-z]+(?:_[a-z]+)+(?![\w/.=@}-])")
"""The name of a verb or a field: code, for no reader. In braces it stands for a value."""
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@pytest.mark.long
@pytest.mark.django_db
def test_every_page_is_rendered_for_every_role(settings: Settings) -> None:
    settings.SECOND_FACTOR = False
    lay_out_people(timezone.now())
    tell_stories(timezone.now())
    whole: set[str] = set()
    wrong: list[str] = []
    known = _particulars()
    for who, client, number in _everybody():
        covered = known if who.startswith(COVERED) else ()
        for route, address in _addresses(client, number):
            told = client.get(address)
            body = told.content.decode() if _is_page(told) else ""
            if told.status_code == 200 and "<html" in body:
                whole.add(route)
            faults = (*_faults(told.status_code, body), *(one for one in covered if one in body))
            wrong += [f"{who} {address}: {what}" for what in faults]
    translation.deactivate()
    assert wrong == []
    assert len(whole) > 50, "too few pages were shown to say anything"


def _particulars() -> tuple[str, ...]:
    """What is known of the customers: names, telephone numbers, accounts, addresses (§18)."""
    secrets = Case.objects.exclude(secret=None).values_list("secret", flat=True)
    told = {text for one in secrets for text in unseal_json(bytes(one or b"")).values()}
    return tuple(sorted(text for text in told if len(text) > 1))


def _everybody() -> Iterator[tuple[str, Client, str]]:
    """One of every role, somebody unknown, and the customer of every case, each in a language."""
    cases = list(Case.objects.order_by("number"))
    yield "nobody", _reading("en"), cases[0].number
    for n, role in enumerate(ROLES):
        client = _reading(("zh-hans", "en")[n % 2])
        staff = Staff.objects.get(pk=Grant.objects.filter(role=role).order_by("pk")[0].staff_id)
        client.force_login(staff)
        yield f"{role} {staff.username}", client, _seen_by(client, cases)
    for n, case in enumerate(cases[::2]):
        client = _reading(("zh-hans", "en")[n % 2])
        visit, client.cookies[COOKIE] = begin(timezone.now())
        yield "new customer", client, case.number
        client.cookies[COOKIE] = prove(visit, case, timezone.now())
        yield "customer", client, case.number


def _reading(language: str) -> Client:
    cache.clear()
    client = Client()
    client.cookies["django_language"] = language
    return client


def _seen_by(client: Client, cases: Sequence[Case]) -> str:
    """A case that this person may open, if there is one."""
    opened = (c for c in cases if client.get(f"/console/cases/{c.number}/").status_code == 200)
    return next(opened, cases[0]).number


def _routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _routes(one, path)
        elif isinstance(one, URLPattern) and not NOT_HERE.match(path):
            yield path


def _addresses(client: Client, number: str) -> Iterator[tuple[str, str]]:
    """Every route of this person's side of the house, with what its blanks may hold."""
    staff = COOKIE not in client.cookies
    page = client.get(f"/console/cases/{number}/" if staff else f"/my/{number}/")
    verbs = re.findall(rf"/{number}/([a-z_]+)/", page.content.decode())
    unit = Organisation.objects.order_by("-pk").values_list("code", flat=True)[0]
    somebody = str(Staff.objects.order_by("pk").values_list("pk", flat=True)[0])
    for route in _routes(get_resolver()):
        if bool(OF_CUSTOMERS.match(route)) == staff:
            continue
        blanks = PARAMETER.findall(route)
        fillings = {**_fillings(route, number, unit, somebody), "verb": (*verbs, "dance")}
        for filled in product(*(fillings[blank] for blank in blanks)):
            yield route, "/" + PARAMETER.sub("%s", route) % filled


def _fillings(route: str, number: str, unit: str, somebody: str) -> Mapping[str, Sequence[str]]:
    ids = ("pk", "view_id", "absence_id", "inspection_id", "notice_id", "seq")
    return {
        **dict.fromkeys(ids, ("1",)),
        "number": (str(timezone.localtime().year),) if "calendar" in route else (number,),
        "outage": tuple(Outage.objects.order_by("pk").values_list("number", flat=True)[:2]),
        "name": ORDER,
        "code": ("CN-NATIONAL",) if "packs" in route else (unit,),
        "staff_id": (somebody,),
        "kind": ("text", "macro"),
        "decision": ("approve",),
        "copy": ("shown",),
        "template": ("N01",),
        **dict.fromkeys(("token", "secret", "digest"), ("nobody",)),
    }


def _is_page(told: Any) -> bool:
    return str(told.headers.get("Content-Type", "")).startswith("text/html")


def _faults(status: int, body: str) -> Iterator[str]:
    if status not in FINE:
        yield str(status)
    if "<html" in body and body.count("<h1") != 1:
        yield f"{body.count('<h1')} headings"
    seen = re.sub(r"<(script|style|pre|code)\b.*?</\1>|<[^>]+>", " ", body, flags=re.DOTALL)
    yield from TEMPLATE.findall(seen)
    yield from CODE.findall(seen)
