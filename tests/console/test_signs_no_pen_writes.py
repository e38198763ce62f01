"""A NUL, typed or put into the address, is passed over: PostgreSQL could not even look for it."""

import re

import pytest
from django.test import Client

from cast import Cast
from console.conftest import Enter
from jiesu.people.models import Organisation

_OF_THE_MOMENT = re.compile(r'<input type="hidden" name="csrfmiddlewaretoken"[^>]*>')
"""What differs from page to page though both show the same."""
_SHOWN = re.compile(r"<main.*?</main>", re.DOTALL)


def told(browser: Client, address: str) -> tuple[int, str, str]:
    """Status, where it leads, and what it shows."""
    answer = browser.get(f"/console/{address}")
    whole = answer.content.decode()
    shown = _SHOWN.search(whole)
    html = _OF_THE_MOMENT.sub("", shown[0] if shown else whole)
    return answer.status_code, answer.headers.get("Location", ""), html


@pytest.mark.parametrize(
    "address",
    [
        "people?q=%00wang", "people?after=%00", "audit?who=%00", "audit?verb=%00login",
        "archives?number=%00", "orders?whose=%00&after=%00", "?q=%00", "together/mention?q=%00",
        "perspective?q=a%00b", "units?q=%00", "calendar?x=%00", "people?q=%0%000",
    ],
)  # fmt: skip
def test_in_a_query_it_counts_as_a_blank(cast: Cast, enter: Enter, address: str) -> None:
    for actor in (cast.admin, cast.owner):
        browser = enter(actor)
        blank = told(browser, address.replace("%00", "%20"))
        with_nul = told(browser, address)
        assert with_nul[:2] == blank[:2]
        shown = with_nul[2].replace("%00", "%20").replace("%2500", "%2520")  # the own address
        assert shown == blank[2]


def test_who_is_looked_for_with_one_is_found(cast: Cast, enter: Enter) -> None:
    found = enter(cast.admin).get("/console/people?q=%00王调度").content.decode()
    assert cast.dispatcher.name in found
    assert cast.legal.name not in found


@pytest.mark.parametrize("address", ["units/%00/", "packs/%00", "cases/%00/", "people/%00"])
def test_nothing_lies_under_a_path_with_one(cast: Cast, enter: Enter, address: str) -> None:
    assert enter(cast.admin).get(f"/console/{address}").status_code == 404


def test_a_name_is_kept_without_it(cast: Cast, enter: Enter) -> None:
    told = {"code": "XY\x00", "name": "霞山\x00二班", "kind": "crew"}
    told |= {"under": cast.city.code, "region": cast.city.region}
    enter(cast.admin).post("/console/units/new", told)
    assert [one.name for one in Organisation.objects.filter(code="XY")] == ["霞山二班"]
