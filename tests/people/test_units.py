"""The organisation tree keeps every path right."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from jiesu.kit import events
from jiesu.people.actor import Actor, Held
from jiesu.people.errors import RefusedError
from jiesu.people.models import Organisation
from jiesu.people.units import UnitMoved, create_unit, move_unit, plant

if TYPE_CHECKING:
    from people.conftest import Hire


@pytest.fixture
def admin(hire: "Hire") -> Actor:
    staff = hire("guanliyuan")
    return Actor(kind="staff", name="管理员", staff_id=staff.pk, held=(Held("R25", "/"),))


@pytest.fixture
def told() -> Iterator[list[UnitMoved]]:
    heard: list[UnitMoved] = []
    before = events.listeners()
    events.wire({UnitMoved: (heard.append,)})
    yield heard
    events.wire(before)


def unit(code: str, parent: Organisation | None) -> Organisation:
    return plant(parent, code=code, name=code, kind="department", region="440800")


def test_a_unit_hangs_below_its_parent(admin: Actor, city: Organisation) -> None:
    area = create_unit(
        admin, city, code="A1", name="霞山", kind="area", region="440800", at=timezone.now()
    )
    assert area.path == f"{city.path}{area.pk}/"


def test_a_subtree_moves_with_all_that_hangs_on_it(admin: Actor, told: list[UnitMoved]) -> None:
    group = unit("G", None)
    north, south = unit("N", group), unit("S", group)
    area = unit("A", north)
    crew = unit("K", area)
    lookalike = unit("X", north)
    move_unit(admin, area, south, at=timezone.now())
    crew.refresh_from_db()
    lookalike.refresh_from_db()
    assert area.path == f"{south.path}{area.pk}/"
    assert crew.path == f"{area.path}{crew.pk}/"
    assert lookalike.path == f"{north.path}{lookalike.pk}/"
    assert area.parent_id == south.pk
    assert told == [UnitMoved(old=f"{north.path}{area.pk}/", new=area.path)]


def test_a_unit_cannot_hang_below_itself(admin: Actor) -> None:
    top = unit("T", None)
    below = unit("B", top)
    with pytest.raises(RefusedError, match="自己的下级"):
        move_unit(admin, top, below, at=timezone.now())


def test_only_an_administrator_of_both_ends_moves_a_unit(hire: "Hire") -> None:
    north, south = unit("N", None), unit("S", None)
    area = unit("A", north)
    half = Actor(kind="staff", name="x", staff_id=hire("x").pk, held=(Held("R25", north.path),))
    with pytest.raises(RefusedError):
        move_unit(half, area, south, at=timezone.now())
