"""One's own queue is read by a shorter condition; it shows what the whole one shows."""

import pytest

from cast import Cast
from jiesu.cases.models import Case, Part
from jiesu.cases.reading import Wanted, page
from jiesu.cases.sight import sight_of_own
from jiesu.people.actor import Actor
from tale import Tale


@pytest.fixture
def owned(cast: Cast) -> list[Case]:
    return [Tale(cast).case for _ in range(4)]


def shown(actor: Actor) -> list[str]:
    rows, _ = page(actor, Wanted(owner_id=actor.staff_id, open=True))
    return sorted(row.number for row in rows)


def seen(actor: Actor) -> list[str]:
    mine = Case.objects.visible_to(actor).filter(owner=actor.staff_id)
    return sorted(mine.values_list("number", flat=True))


def test_an_owner_sees_every_case_of_the_own_queue(cast: Cast, owned: list[Case]) -> None:
    for owner in (cast.owner, cast.second_owner):
        mine = sorted(case.number for case in owned if case.owner_id == owner.staff_id)
        assert shown(owner) == seen(owner) == mine != []


def test_not_the_case_in_which_one_is_accused(cast: Cast, owned: list[Case]) -> None:
    case = next(case for case in owned if case.owner_id == cast.owner.staff_id)
    staff = case.owner
    assert staff is not None
    Part.objects.create(case=case, staff=staff, part="accused", since=1)
    assert case.number not in shown(cast.owner)
    assert shown(cast.owner) == seen(cast.owner)


@pytest.mark.parametrize("name", ["agent", "manager", "investigator", "technician", "caller"])
def test_whatever_the_role(cast: Cast, owned: list[Case], name: str) -> None:
    actor: Actor = getattr(cast, name)
    Case.objects.filter(pk__in=[case.pk for case in owned[:2]]).update(owner=actor.staff_id)
    mine = Case.objects.filter(sight_of_own(actor), owner=actor.staff_id)
    assert sorted(mine.values_list("number", flat=True)) == seen(actor) == shown(actor)
