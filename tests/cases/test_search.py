"""Search: any two characters, numbers and phones, only what one may see (design 6)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from cast import Cast
from jiesu.cases.hits import Hit
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Part, Proceeding
from jiesu.cases.moves import make_move
from jiesu.cases.rebuild import differences
from jiesu.cases.search import person_word, search
from jiesu.people.models import Organisation

NOW = datetime(2026, 9, 18, 9, 30, tzinfo=UTC)


def letter(text: str, phone: str = "13800005678", region: str = "440100") -> Intake:
    return Intake(
        channel="web", description=text, desired_outcome="修好", phone=phone, region=region
    )


@pytest.fixture
def cases(cast: Cast) -> list[Case]:
    texts = ["宽带晚上经常掉线,请派人检查", "弱电井里的线断了,掉在地上", "网速太慢,测速不达标"]
    oldest_first = [
        receive(cast.agent, letter(text, f"1380000567{n}"), now=NOW - timedelta(weeks=9 * n))
        for n, text in reversed(list(enumerate(texts)))
    ]
    return oldest_first[::-1]


def numbers(found: list[Hit]) -> list[str]:
    return [hit.number for hit in found]


def test_two_characters_are_found_newest_first(cast: Cast, cases: list[Case]) -> None:
    found = search(cast.agent, "掉")
    assert numbers(found) == [cases[0].number, cases[1].number]
    assert numbers(search(cast.agent, "掉线")) == [cases[0].number]


def test_what_a_letter_is_about_is_shown_and_found_and_stands_nowhere_in_clear(cast: Cast) -> None:
    """§18: an erasure empties the columns; record and ledger stay as they are."""
    about = "孙家别墅停电断网"
    told = letter("宽带晚上经常掉线,请派人检查")
    told.subject = about
    case = receive(cast.agent, told, now=NOW)
    assert case.subject == about
    assert numbers(search(cast.agent, "别墅")) == [case.number]
    assert about not in f"{case.record}{[one.facts for one in case.entries.all()]}"
    assert differences(case) == []


def test_pairs_that_stand_apart_do_not_make_a_word(cast: Cast, cases: list[Case]) -> None:
    assert search(cast.agent, "弱电线断") == []
    assert numbers(search(cast.agent, "弱电井")) == [cases[1].number]


def test_a_number_and_a_phone_find_their_case(cast: Cast, cases: list[Case]) -> None:
    assert numbers(search(cast.agent, cases[2].number.lower())) == [cases[2].number]
    for written in ("138 0000 5672", "+86 138-0000-5672", "１３８００００５６７２"):
        assert numbers(search(cast.agent, written)) == [cases[2].number]


def test_a_stranger_finds_nothing(cast: Cast, cases: list[Case]) -> None:
    assert search(cast.stranger, "掉线") == []
    assert search(cast.stranger, cases[0].number) == []


def test_an_owner_finds_what_is_his(cast: Cast, cases: list[Case]) -> None:
    owners = {cast.owner.staff_id: cast.owner, cast.second_owner.staff_id: cast.second_owner}
    mine = owners[cases[0].owner_id]
    assert numbers(search(mine, "掉线")) == [cases[0].number]


def test_an_owner_among_many_cases_of_others_asks_little(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(90):
        receive(cast.agent, letter(f"第{n}户宽带掉线", f"138{n:08}"), now=NOW)
    Case.objects.update(owner=cast.second_owner.staff_id)
    Part.objects.filter(part="owner").update(staff=cast.second_owner.staff_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_searchtext SET words = ts_delete(words, %s)",
            [person_word(cast.owner.staff_id or 0)],
        )
    with django_assert_max_num_queries(8):
        assert search(cast.owner, "掉线") == []


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 8, 12])
@pytest.mark.parametrize(("newest", "more", "first"), [(2, 0, 1), (2, 4, 2), (3, 12, 1), (4, 9, 3)])
def test_however_far_it_looks_it_finds_the_newest(  # noqa: PLR0913, PLR0917 - the bounds of a look
    cast: Cast, monkeypatch: pytest.MonkeyPatch, limit: int, newest: int, more: int, first: int
) -> None:
    """Among the newest, among some more of them, in the index at first and whole: one answer."""
    for name, many in (("NEWEST", newest), ("MORE", more), ("FIRST", first), ("SPARE", 0)):
        monkeypatch.setattr(f"jiesu.cases.search.{name}", many)
    told = ["宽带掉线", "网速太慢", "弱电线断,掉在地上,断线", "光猫掉线"] * 3
    cases = [
        receive(cast.agent, letter(text, f"1380000{n:04}"), now=NOW) for n, text in enumerate(told)
    ]
    hidden = cases[4]
    Case.objects.filter(pk=hidden.pk).update(owner=None, unit_path="/9999/")  # its words lag behind
    expected = [c.number for c in reversed(cases) if "掉线" in c.description and c != hidden]
    assert numbers(search(cast.manager, "掉线", limit)) == expected[:limit]


def test_a_department_finds_the_case_of_its_open_order(cast: Cast, cases: list[Case]) -> None:
    unit = Organisation.objects.get(path=cast.handler.unit_path)
    order = Proceeding.objects.create(
        case=cases[0], machine="order", number="GD1", state="AT_DEPT", unit=unit, opened_at=NOW
    )
    assert numbers(search(cast.handler, "掉线")) == [cases[0].number]
    Proceeding.objects.filter(pk=order.pk).update(closed_at=NOW)
    assert search(cast.handler, "掉线") == []


def test_whoever_takes_a_case_over_finds_it(cast: Cast, cases: list[Case]) -> None:
    before, after = cast.owner, cast.second_owner
    if cases[0].owner_id == after.staff_id:
        before, after = after, before
    words = {"owner_id": after.staff_id, "reason": "休假"}
    make_move(cast.manager, cases[0].number, "hand_over", words, now=NOW)
    assert numbers(search(after, "掉线")) == [cases[0].number]
    assert search(before, "掉线") == []
    assert differences(Case.objects.get(pk=cases[0].pk)) == []


@pytest.mark.parametrize("text", ["", "  ", "'", "\\", "掉线' | 'x", "!!!", "😀", "%_%"])
def test_whatever_is_typed_is_only_looked_for(cast: Cast, cases: list[Case], text: str) -> None:
    assert cases
    assert isinstance(search(cast.agent, text), list)


WAITING: dict[str, dict[str, Any]] = {
    "approver": {"record": {"waiting": ["R15"]}},
    "appeal_officer": {"state": "APPEALED"},
    "caller": {"state": "RESOLVED"},
    "legal": {"record": {"malice": {"state": "review"}}},
}
"""What a role that waits for cases waits for (T20, T24, §15.4, §17 ²)."""


@pytest.mark.parametrize("who", sorted(WAITING))
def test_who_waits_for_cases_finds_those_that_wait_and_no_whole_unit(cast: Cast, who: str) -> None:
    """§17: search asks what the queue asks, whichever way a case is named."""
    actor = getattr(cast, who)
    waits, rests, elsewhere = (
        receive(cast.agent, letter("宽带晚上经常掉线,请来看看", f"1380000567{n}", region), now=NOW)
        for n, region in enumerate(("440100", "440100", "440300"))
    )
    Case.objects.filter(pk=waits.pk).update(**WAITING[who])
    assert numbers(search(actor, "掉线")) == [waits.number]
    assert numbers(search(actor, waits.number)) == [waits.number]
    for text in (rests.number, "13800005671", rests.number[-8:], elsewhere.number, "13800005672"):
        assert rests.number not in numbers(search(actor, text))
        assert elsewhere.number not in numbers(search(actor, text))
    Case.objects.filter(pk=waits.pk).update(state="CLOSED", record={})
    assert search(actor, "掉线") == []


@pytest.mark.parametrize(
    "who", ["agent", "owner", "handler", "leader", "inspector", "manager", "privacy", "auditor"]
)
def test_search_shows_nobody_more_and_nobody_less_than_the_queue(cast: Cast, who: str) -> None:
    actor = getattr(cast, who)
    for n, region in enumerate(("440100", "440300", "440100")):
        receive(cast.agent, letter("宽带晚上经常掉线,请来看看", f"1380000567{n}", region), now=NOW)
    seen = Case.objects.visible_to(actor).values_list("number", flat=True)
    assert set(numbers(search(actor, "掉线"))) == set(seen)
