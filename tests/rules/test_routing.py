"""A case goes to the right department, and never to the person complained about (§11.4)."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiesu.rules.reason import why
from jiesu.rules.routing import (
    Candidate,
    NobodyFitsError,
    UnroutableError,
    load_routing,
    missing_fields,
    pick,
    pick_owner,
    route,
)
from jiesu.rules.routing.book import Example
from jiesu.rules.taxonomy import load_taxonomy
from jiesu.rules.wording import in_chinese

BOOK = load_routing()
TAXONOMY = load_taxonomy()
AREA = frozenset({"east"})
LINE = frozenset({"line"})


@pytest.mark.parametrize("example", BOOK.example, ids=lambda each: f"{each.category}{each.traits}")
def test_an_example_takes_its_route(example: Example) -> None:
    found = route(example.category, BOOK, traits=example.traits)
    assert (found.order_type, found.department) == (example.order, example.department)
    assert found.because[0]


def test_every_category_of_intake_is_routed_or_transferred() -> None:
    for code in TAXONOMY.intake_codes.keys() - {"O-04", "O-04-01"}:
        assert route(code, BOOK).department
    for code in ("C-01-01", "O-04-01", "X-01"):
        with pytest.raises(UnroutableError):
            route(code, BOOK)


def test_every_name_in_the_table_is_known() -> None:
    for row in BOOK.route:
        assert TAXONOMY.category(row.category)
        assert BOOK.order_type(row.order).zh
        assert BOOK.department_of(row.department).role.startswith("R")
        assert not row.together_with or BOOK.department_of(row.together_with)
    for order in BOOK.order:
        assert set(order.needs) <= BOOK.fields.keys()
    with pytest.raises(LookupError, match="NOPE"):
        BOOK.order_type("NOPE")
    with pytest.raises(LookupError, match="nope"):
        BOOK.department_of("nope")


def test_an_external_case_has_the_liaison_beside_the_owner() -> None:
    assert route("N-03", BOOK, external=True).co_owner_role == "R19"
    assert route("N-03", BOOK, external=True).because[-1] == why("liaison_shares")
    assert route("N-03", BOOK).co_owner_role == ""


def test_conduct_goes_to_the_manager_together_with_inspection() -> None:
    found = route("S-04-01", BOOK)
    assert (found.department, found.together_with) == ("unit_manager", "qa")


def test_a_site_order_needs_account_url_and_ip() -> None:
    assert missing_fields("SITE", {"account": "a1", "url": ""}, BOOK) == ("网站网址", "IP地址")
    assert missing_fields("SITE", {"account": "a1", "url": "u", "ip": "i"}, BOOK) == ()


def candidate(staff_id: int, **more: object) -> Candidate:
    told: dict[str, object] = {"areas": AREA, "skills": LINE} | more
    return Candidate(staff_id=staff_id, **told)  # type: ignore[arg-type]  # spelt per test


def picked(*candidates: Candidate, complained_about: frozenset[int] = frozenset()) -> int:
    chosen = pick(candidates, area="east", skill="line", complained_about=complained_about)
    return chosen.staff_id


def test_the_idle_neighbour_waits_while_the_area_has_its_own() -> None:
    assert picked(candidate(1, load=5), candidate(2, areas=frozenset({"west"}), load=0)) == 1


def test_skill_comes_before_load_and_load_before_distance() -> None:
    assert picked(candidate(1, load=5), candidate(2, skills=frozenset(), load=0)) == 1
    assert picked(candidate(1, load=2, distance_m=10), candidate(2, load=1, distance_m=900)) == 2
    assert picked(candidate(1, distance_m=900), candidate(2, distance_m=10)) == 2
    assert picked(candidate(1), candidate(2, distance_m=9_000)) == 2


def test_a_skilled_neighbour_comes_before_an_unskilled_local() -> None:
    west = candidate(2, areas=frozenset({"west"}))
    chosen = pick([candidate(1, skills=frozenset()), west], area="east", skill="line")
    assert chosen.staff_id == 2
    assert chosen.because[0] == why("from_next_area")


def test_the_choice_is_explained() -> None:
    chosen = pick([candidate(1, load=3, distance_m=420)], area="east", skill="line")
    told = [in_chinese(reason) for reason in chosen.because]
    assert told == ["负责本片区", "具备所需技能", "在手3单，距现场420米"]


def test_the_person_complained_about_is_never_picked() -> None:
    both = (candidate(1), candidate(2, load=99))
    assert picked(*both, complained_about=frozenset({1})) == 2
    with pytest.raises(NobodyFitsError, match="主管"):
        picked(candidate(1), complained_about=frozenset({1}))
    with pytest.raises(NobodyFitsError):
        picked(candidate(1, on_duty=False))


people = st.lists(
    st.builds(
        Candidate,
        staff_id=st.integers(1, 50),
        areas=st.sampled_from([AREA, frozenset()]),
        skills=st.sampled_from([LINE, frozenset()]),
        load=st.integers(0, 9),
        distance_m=st.none() | st.integers(0, 9_000),
    ),
    min_size=2,
    max_size=8,
    unique_by=lambda each: each.staff_id,
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no finding
@given(people, st.randoms(use_true_random=False))
def test_the_order_of_candidates_does_not_matter(crew: list[Candidate], random: Random) -> None:
    shuffled = random.sample(crew, len(crew))
    assert picked(*crew) == picked(*shuffled)


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no finding
@given(people)
def test_nobody_complained_about_is_picked_from_any_crew(crew: list[Candidate]) -> None:
    blamed = frozenset({picked(*crew)})
    assert picked(*crew, complained_about=blamed) not in blamed


def test_a_user_keeps_the_owner_known_from_before() -> None:
    owners = [candidate(1, load=0), candidate(2, load=10)]
    assert pick_owner(owners, skill="line", cap=20, known_owner=2).staff_id == 2
    assert pick_owner(owners, skill="line", cap=10, known_owner=2).staff_id == 1
    assert pick_owner(owners, skill="line", cap=20).staff_id == 1


def test_a_case_gets_an_owner_even_when_all_are_full() -> None:
    chosen = pick_owner([candidate(1, load=30), candidate(2, load=29)], skill="x", cap=20)
    assert chosen.staff_id == 2
    told = [in_chinese(reason) for reason in chosen.because]
    assert told == ["无人专责此类事项", "均已达20件上限，在手29件最少"]
