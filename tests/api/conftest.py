"""Two doors to one API, and programs that knock."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test.client import ClientHandler

from api.door import COMPLAINTS, SLOW, Door
from cast import Cast
from jiesu.config import wsgi


def django_door(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    """Django with all its middleware, leaving the test's own transaction open."""
    response = ClientHandler(enforce_csrf_checks=True)(environ)
    start(f"{response.status_code} -", list(response.items()))
    return list(response)


@pytest.fixture(params=["thin", "django"])
def door(request: pytest.FixtureRequest) -> Door:
    """Every test goes through both."""
    return Door(wsgi.application if request.param == "thin" else django_door)


@pytest.fixture
def agent(door: Door, cast: Cast) -> Door:
    """The hotline agent's program."""
    return door.as_(cast.agent)


@pytest.fixture
def owner(door: Door, cast: Cast, made: dict[str, Any]) -> Door:
    """The program of whoever owns the complaint made."""
    mine = made["owner_id"] == cast.owner.staff_id
    return door.as_(cast.owner if mine else cast.second_owner)


@pytest.fixture
def made(agent: Door) -> dict[str, Any]:
    """A complaint, registered."""
    reply = agent.post(COMPLAINTS, SLOW)
    assert reply.status == 201, reply.body
    told: dict[str, Any] = reply.json
    return told
