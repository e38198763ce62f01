"""A NUL, typed or put into the address, is passed over: PostgreSQL could not even look for it."""

import pytest

from cast import Cast
from console.conftest import Enter
from jiesu.people.models import Organisation


@pytest.mark.parametrize(
    "address",
    [
        "people?q=%00wang", "people?after=%00", "audit?by=%00", "archives?number=%00",
        "orders?whose=%00&after=%00", "?q=%00", "together/mention?q=%00", "perspective?q=a%00b",
        "units?q=%00", "calendar?x=%00", "people?q=%0%000",
    ],
)  # fmt: skip
def test_in_a_query_it_is_passed_over(cast: Cast, enter: Enter, address: str) -> None:
    for actor in (cast.admin, cast.owner):
        assert enter(actor).get(f"/console/{address}").status_code in {200, 302, 404}


@pytest.mark.parametrize("address", ["units/%00/", "packs/%00", "cases/%00/", "people/%00"])
def test_nothing_lies_under_a_path_with_one(cast: Cast, enter: Enter, address: str) -> None:
    assert enter(cast.admin).get(f"/console/{address}").status_code == 404


def test_a_name_is_kept_without_it(cast: Cast, enter: Enter) -> None:
    told = {"code": "XY\x00", "name": "霞山\x00二班", "kind": "crew"}
    told |= {"under": cast.city.code, "region": cast.city.region}
    enter(cast.admin).post("/console/units/new", told)
    assert [one.name for one in Organisation.objects.filter(code="XY")] == ["霞山二班"]
