"""A unit moves, and its cases are seen from its new place (§17)."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from cast import Cast
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case
from jiesu.cases.rebuild import differences, rebuild
from jiesu.cases.relocate import relocate, relocate_job
from jiesu.cases.search import search
from jiesu.cases.verify import verify
from jiesu.config.reactions import REACTIONS
from jiesu.kit import events
from jiesu.people.actor import Held
from jiesu.people.models import Organisation
from jiesu.people.units import move_unit
from tale import NOW, SLOW


@pytest.fixture(autouse=True)
def wired() -> Iterator[None]:
    before = events.listeners()
    events.wire(REACTIONS)
    yield
    events.wire(before)


@pytest.fixture
def case(cast: Cast) -> Case:
    return receive(cast.agent, SLOW, now=NOW)


def moved(cast: Cast) -> str:
    """The city hangs below the other one; its new path."""
    city = Organisation.objects.get(pk=cast.city.pk)
    move_unit(cast.admin, city, cast.other_city, at=NOW)
    return city.path


def seen_by_manager_over(cast: Cast, path: str) -> int:
    actor = replace(cast.manager, held=(Held("R21", path),))
    found = Case.objects.visible_to(actor).count()
    assert found == len(search(actor, "网速"))
    return found


def test_the_case_follows_its_unit_and_the_ledger_does_not_notice(cast: Cast, case: Case) -> None:
    assert seen_by_manager_over(cast, cast.city.path) == 1
    path = moved(cast)
    assert relocate(path) == 1
    stored = Case.objects.get(pk=case.pk)
    assert (stored.unit_path, stored.seq) == (path, case.seq)
    assert differences(stored) == []
    assert verify(stored) is None
    assert seen_by_manager_over(cast, cast.city.path) == 0
    assert seen_by_manager_over(cast, cast.other_city.path) == 1


def test_doing_it_twice_is_doing_it_once(cast: Cast, case: Case) -> None:
    path = moved(cast)
    assert relocate(path) == 1
    assert relocate(path) == 0
    assert differences(Case.objects.get(pk=case.pk)) == []


def test_a_rebuild_takes_the_path_from_the_organisation(cast: Cast, case: Case) -> None:
    path = moved(cast)
    stored = Case.objects.get(pk=case.pk)
    assert differences(stored) == [f"case {case.number}: unit_path", "search text"]
    rebuild(stored)
    stored.refresh_from_db()
    assert stored.unit_path == path
    assert differences(stored) == []


@pytest.mark.usefixtures("case")
def test_moving_a_unit_queues_the_work_and_looks_once_more_later(cast: Cast) -> None:
    path = moved(cast)
    (waiting,) = ProcrastinateJob.objects.filter(task_name="cases.relocate")
    assert waiting.args == {"under": path, "again": True}
    relocate_job(**waiting.args)
    assert Case.objects.get().unit_path == path
    later = ProcrastinateJob.objects.exclude(scheduled_at=None).get()
    assert later.args == {"under": path, "again": False}
