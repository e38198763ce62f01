"""Every route declares who may enter, and every role meets just the doors it should."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from jiesu.people.doors import OPEN, StaffRequest, access_of, door
from jiesu.people.models import Staff
from jiesu.people.permissions import book

if TYPE_CHECKING:
    from people.conftest import Hire


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, Any]]:
    for one in resolver.url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one, path)
        elif isinstance(one, URLPattern):
            yield path, one.callback


def test_every_route_declares_who_may_enter() -> None:
    naked = [path for path, view in routes(get_resolver()) if access_of(view) is None]
    assert naked == []


def test_every_declared_verb_exists() -> None:
    verbs = {access_of(view) for _, view in routes(get_resolver())} - {OPEN, None}
    assert verbs <= set(book().verbs)


@door("hand_over")
def room(request: StaffRequest) -> HttpResponse:
    return HttpResponse(request.actor.name)


@pytest.mark.parametrize("role", [f"R{n:02}" for n in range(3, 27)])
def test_a_door_opens_to_the_roles_of_its_verb_and_hides_from_the_rest(
    hire: "Hire", role: str
) -> None:
    request = RequestFactory().get("/room/")
    request.session = SessionStore()
    request.user = hire("somebody", role)
    if role == "R21":
        assert room(request).status_code == 200
    else:
        with pytest.raises(Http404):
            room(request)


def test_a_stranger_is_led_to_the_login(client: Client, hire: "Hire") -> None:
    request = RequestFactory().get("/room/?a=1")
    request.session = SessionStore()
    request.user = hire("somebody")
    with pytest.raises(Http404):
        room(request)
    Staff.objects.update(left_at="2026-01-01T00:00Z")
    assert room(request)["Location"] == "/account/login/?next=/room/%3Fa%3D1"
    assert client.get("/account/password/change/").status_code == 302


def test_a_door_of_an_unknown_verb_cannot_be_built() -> None:
    with pytest.raises(KeyError):
        door("dance")
