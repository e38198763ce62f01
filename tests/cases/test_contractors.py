"""A contractor sees a case while an order of the crew is open, and a day after (§17, §21.40)."""

from datetime import timedelta

import pytest
from django.utils import timezone
from msgspec import json, structs

from cast import Cast
from jiesu.cases.models import Case, Part, Proceeding
from jiesu.cases.permit import parts_of
from jiesu.cases.reading import sheet
from jiesu.cases.search import search
from jiesu.people.access import may
from jiesu.people.actor import Actor
from jiesu.people.models import Organisation
from tale import NOW, SLOW, Tale


@pytest.fixture
def tale(cast: Cast) -> Tale:
    """A complaint whose order lies with a crew and its technician, as their own moves left it."""
    told = Tale(cast, SLOW)
    crew = Organisation.objects.get(code="CR-1")
    Proceeding.objects.create(
        case_id=told.case.pk,
        machine="order",
        number="GD1",
        state="AT_TECH",
        unit=crew,
        assignee_id=cast.technician.staff_id,
        opened_at=NOW,
    )
    for actor, part in ((cast.technician, "technician"), (cast.leader, "handler")):
        assert actor.staff_id
        Part.objects.create(case_id=told.case.pk, staff_id=actor.staff_id, part=part, since=1)
    return told


def particulars(actor: Actor, tale: Tale) -> dict[str, str]:
    found = json.decode(json.encode(sheet(actor, tale.case.number)))
    told: dict[str, str] = found["customer"]
    return told


def end(hours: float) -> None:
    Proceeding.objects.update(closed_at=timezone.now() - timedelta(hours=hours), state="DONE")


def sees(actor: Actor, tale: Tale) -> bool:
    stored, crew = tale.stored, Organisation.objects.get(code="CR-1")
    fetched = Case.objects.visible_to(actor).filter(pk=tale.case.pk).exists()
    parts = parts_of(actor, stored)
    judged = may(actor, "view_case", unit_path=crew.path, parts=parts).allowed
    assert fetched == judged == (sheet(actor, stored.number) is not None)
    assert fetched == bool(search(actor, stored.number))
    return fetched


@pytest.mark.parametrize("who", ["technician", "leader"])
def test_it_is_seen_until_a_day_after_the_order_ended(cast: Cast, tale: Tale, who: str) -> None:
    actor = getattr(cast, who)
    assert sees(actor, tale)
    end(23.9)
    assert sees(actor, tale)
    end(24.1)
    assert not sees(actor, tale)


def test_the_address_is_shown_only_while_the_order_is_open(cast: Cast, tale: Tale) -> None:
    whole = "甲市东区幸福小区3号楼502"
    told = Tale(cast, structs.replace(SLOW, address=whole))
    Proceeding.objects.filter(case_id=tale.case.pk).update(case_id=told.case.pk)
    assert particulars(cast.technician, told)["address"] == whole
    end(1)
    assert particulars(cast.technician, told)["address"] == "甲市东区幸福小区3号楼***"
    assert particulars(cast.technician, told)["phone"] == "138****5678"


def test_another_technician_of_the_crew_sees_nothing(cast: Cast, tale: Tale) -> None:
    Proceeding.objects.update(assignee_id=cast.leader.staff_id)
    assert not sees(cast.technician, tale)


def test_a_department_that_has_the_order_sees_the_case_only_while_it_is_open(
    cast: Cast, tale: Tale
) -> None:
    Proceeding.objects.update(unit=Organisation.objects.get(code="D-NET"), assignee_id=None)
    assert sees(cast.handler, tale)
    end(1)
    assert not sees(cast.handler, tale)
