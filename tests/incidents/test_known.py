"""What is known where a line lies: by unit and address, sure or perhaps, in its time."""

import timeit
from datetime import timedelta
from typing import Any

import pytest

from cast import Cast, unit
from incidents.declared import CUT, WORK
from jiesu.incidents.known import Known, known_at
from jiesu.incidents.outages import close_outage, declare_outage
from jiesu.people.models import Organisation
from tale import NOW


@pytest.fixture
def area(cast: Cast) -> Organisation:
    return unit("A-E", "东片区", cast.city, "440100", kind="area")


def declare(cast: Cast, words: dict[str, Any] = CUT, **other: Any) -> str:
    return declare_outage(cast.manager, {**words, **other}, now=NOW).outage.number


def at(path: str, address: str = "", minutes: float = 0) -> list[tuple[str, bool]]:
    found = known_at(NOW + timedelta(minutes=minutes), unit_path=path, address=address)
    return [(one.number, one.sure) for one in found]


def test_a_place_that_stands_in_the_address_is_sure(cast: Cast) -> None:
    number = declare(cast)
    told = known_at(NOW, unit_path=cast.city.path, address="甲市 东区 幸福 花园３号楼")
    facts = ("fault", "光缆被挖断", CUT["since"], CUT["eta"])
    places = ["幸福花园", "和平路"]
    assert told == [Known(number, *facts, sure=True, places=places, unit="甲市分公司")]
    assert told[0].where == "幸福花园、和平路"
    assert at(cast.city.path, "甲市和平路12号") == [(number, True)]


@pytest.mark.parametrize(
    ("place", "address", "found"),
    [
        ("3号楼", "甲市幸福花园3号楼502", 1),
        ("3号楼", "甲市幸福花园13号楼502", 0),
        ("和平路1", "甲市和平路1号", 1),
        ("和平路1", "甲市和平路18号", 0),
        ("和平路1", "甲市和平路１号", 1),
        ("花园3栋2单元", "甲市幸福花园3栋2单元101", 1),
        ("花园3栋2", "甲市幸福花园3栋21单元", 0),
    ],
)
def test_a_number_is_the_whole_number(cast: Cast, place: str, address: str, found: int) -> None:
    number = declare(cast, places=[place])
    assert at(cast.city.path, address) == [(number, True)] * found


def test_another_address_is_not_in_it(cast: Cast) -> None:
    declare(cast)
    assert at(cast.city.path, "甲市西区光明小区1栋") == []


def test_signs_of_a_pattern_are_only_signs(cast: Cast) -> None:
    declare(cast, places=["%%", "_花园", "OLT-1'"])
    assert at(cast.city.path, "甲市幸福花园") == []
    assert len(at(cast.city.path, "甲市 olt-１'")) == 1


def test_a_unit_without_places_has_it_everywhere_below(cast: Cast, area: Organisation) -> None:
    number = declare(cast, places=[])
    assert at(area.path, "哪里都行") == [(number, True)]
    assert at(area.path) == [(number, True)]


def test_an_outage_of_a_unit_below_is_sure_only_by_its_place(
    cast: Cast, area: Organisation
) -> None:
    number = declare(cast, unit=area.code)
    whole = declare(cast, unit=area.code, places=[])
    assert at(cast.city.path, "甲市幸福花园") == [(number, True), (whole, False)]
    assert at(cast.city.path, "甲市别处") == [(whole, False)]


def test_without_an_address_every_outage_of_the_unit_may_be_it(cast: Cast) -> None:
    number = declare(cast)
    assert at(cast.city.path) == [(number, False)]


def test_another_city_has_its_own(cast: Cast) -> None:
    declare(cast, places=[])
    assert at(cast.other_city.path, "乙市幸福花园") == []


def test_what_is_over_is_known_no_more(cast: Cast) -> None:
    number = declare(cast)
    close_outage(cast.manager, number, {"root_cause": "R-LINE"}, now=NOW)
    assert at(cast.city.path, "幸福花园") == []


def test_planned_work_is_told_of_from_a_day_before_until_its_end(cast: Cast) -> None:
    hours = timedelta(hours=30)
    begins = NOW + hours
    number = declare(cast, WORK, since=begins, until=begins + timedelta(hours=5))
    told = {h: bool(at(cast.city.path, "幸福花园", h * 60)) for h in (5.9, 6, 30, 35, 35.1)}
    assert told == {5.9: False, 6: True, 30: True, 35: True, 35.1: False}
    assert at(cast.city.path, "幸福花园", 7 * 60) == [(number, True)]


def test_a_fault_nobody_closed_stays_known_though_late(cast: Cast) -> None:
    number = declare(cast)
    assert at(cast.city.path, "幸福花园", 60 * 24) == [(number, True)]


def test_a_unit_that_moves_takes_its_outages_along(cast: Cast, area: Organisation) -> None:
    number = declare(cast, unit=area.code, places=[])
    Organisation.objects.filter(pk=area.pk).update(path=f"{cast.other_city.path}{area.pk}/")
    moved = Organisation.objects.get(pk=area.pk)
    assert at(moved.path) == [(number, True)]
    assert at(area.path) == []


def test_asking_takes_a_millisecond_at_most(cast: Cast) -> None:
    for n in range(30):
        declare(cast, places=[f"第{n}花园", f"第{n}大街"])
    asking = timeit.repeat(lambda: at(cast.city.path, "甲市第7花园3栋"), number=20, repeat=5)
    assert min(asking) / 20 < 0.002
