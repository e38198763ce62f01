"""§17, §18: work goes to a neighbour city that can help, and never into another province."""

from typing import Any

import pytest

from cast import Cast, unit
from jiesu.cases.models import Proceeding
from jiesu.cases.refusals import Unfit
from jiesu.console.choices import choices
from jiesu.people.models import Organisation
from jiesu.people.serving import nearest_serving
from tale import DOWN, Tale

DUE = "2040-01-02T09:00:00+08:00"
SENT: dict[str, dict[str, Any]] = {
    "consult": {"way": "CONSULT", "question": "带宽够吗?", "due": DUE},
    "dispatch": {},
}


@pytest.fixture
def tale(cast: Cast) -> Tale:
    """A case of one of two provinces under one group."""
    tale = Tale(cast, DOWN)
    tale.say(tale.owner, "accept")
    far = unit("P51", "远方省公司", None, "510000", kind="province")
    city = unit("C5101", "远方市分公司", far, "510100", kind="city")
    unit("F-NET", "远方网络部", city, "510100", "noc", "ip_security", "legal")
    unit("N-NET", "乙市网络部", cast.other_city, "440300", "noc")
    return tale


def who(tale: Tale, verb: str) -> Any:
    return tale.owner if verb == "consult" else tale.cast.dispatcher


@pytest.mark.parametrize("verb", SENT)
def test_a_unit_of_another_province_is_as_unknown_as_none(tale: Tale, verb: str) -> None:
    with pytest.raises(Unfit, match="F-NET"):
        tale.say(who(tale, verb), verb, unit="F-NET", **SENT[verb])
    assert not Proceeding.objects.filter(case_id=tale.case.pk).exists()


@pytest.mark.parametrize("verb", SENT)
def test_a_neighbour_city_may_be_asked(tale: Tale, verb: str) -> None:
    tale.say(who(tale, verb), verb, unit="N-NET", **SENT[verb])
    order = tale.proceeding("order")
    assert order.unit == Organisation.objects.get(code="N-NET")


def test_the_rules_send_nothing_there_by_themselves(tale: Tale) -> None:
    assert nearest_serving("legal", tale.case.unit_path) is None


def test_a_department_of_the_whole_group_takes_on_work_from_everywhere(tale: Tale) -> None:
    assert nearest_serving("noc", tale.case.unit_path) == Organisation.objects.get(code="D-NET")
    own = Organisation.objects.get(code="F-NET")
    own.path = own.path.replace(Organisation.objects.get(code="P51").path, "/", 1)
    own.save()
    assert nearest_serving("legal", tale.case.unit_path) == own


def test_the_form_offers_what_the_verb_takes(tale: Tale) -> None:
    offered = {one.code for one in choices("unit", "consult", tale.owner, tale.case)}
    assert {"D-NET", "N-NET", "C4403", "D-APP"} <= offered
    assert not {"F-NET", "C5101", "P51"} & offered
