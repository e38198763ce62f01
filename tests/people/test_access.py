"""What the table cannot say: separation of duties, second persons, emergency looks, scopes."""

import pytest

from jiesu.people.access import contractor_grace, may, may_approve, second_person_for
from jiesu.people.actor import SYSTEM, Actor, Held
from jiesu.people.permissions import book
from jiesu.people.scopes import Scopes, scopes
from jiesu.people.unmasking import Unmasking, unmasking

HERE = "/1/2/"


def someone(*roles: str, path: str = HERE) -> Actor:
    return Actor(kind="staff", name="某人", staff_id=1, held=tuple(Held(r, path) for r in roles))


def parts(*words: str) -> frozenset[str]:
    return frozenset(words)


@pytest.mark.parametrize("verb", [v for v, rule in book().verbs.items() if rule.about == "case"])
def test_the_person_complained_about_keeps_out(verb: str) -> None:
    manager = someone("R07", "R17", "R21", "R22")
    verdict = may(manager, verb, unit_path=HERE, parts=parts("accused", "owner", "approved"))
    assert (verdict.kind == "refused") == (verb != "receive")


@pytest.mark.parametrize("did", ["owner", "handler", "investigator", "technician", "was_handler"])
def test_who_handled_it_does_not_call_back(did: str) -> None:
    both = someone("R07", "R17")
    assert may(both, "call_back", unit_path=HERE).allowed
    assert "回访须由他人" in may(both, "call_back", unit_path=HERE, parts=parts(did)).why


@pytest.mark.parametrize("verb", ["register_appeal", "reinvestigate", "decide_appeal"])
def test_who_handled_it_does_not_hear_the_appeal(verb: str) -> None:
    both = someone("R07", "R16")
    told = parts("appeal_officer", "was_owner", "approved")
    assert "原办理人" in may(both, verb, unit_path=HERE, parts=told).why


def test_who_asks_does_not_approve() -> None:
    manager = someone("R21")
    assert may_approve(manager, "refuse", unit_path=HERE).allowed
    assert not may_approve(manager, "refuse", unit_path=HERE, parts=parts("requester")).allowed


def test_who_rectifies_does_not_verify() -> None:
    both = someone("R20", "R21")
    told = parts("rectifier")
    assert may(both, "do_rectification", unit_path=HERE, parts=told).allowed
    assert not may(both, "verify_rectification", unit_path=HERE, parts=told).allowed


def test_the_system_administrator_sees_no_case_even_with_another_role() -> None:
    admin = someone("R25", "R21")
    assert not may(admin, "view_case", unit_path=HERE).allowed
    assert scopes(admin) == Scopes()
    assert may(admin, "administer", unit_path=HERE).allowed


def test_breaking_the_glass_lets_one_look_but_not_act() -> None:
    admin = someone("R25")
    assert may(admin, "view_case", unit_path=HERE, parts=parts("break_glass")).allowed
    both = someone("R25", "R21")
    assert not may(both, "annotate", unit_path=HERE, parts=parts("break_glass")).allowed
    hidden = parts("break_glass", "accused")
    assert not may(admin, "view_case", unit_path=HERE, parts=hidden).allowed


def test_a_second_person_turns_the_answer_into_yes() -> None:
    owner = someone("R07")
    asked = may(owner, "refuse", unit_path=HERE, parts=parts("owner"))
    assert (asked.kind, asked.second) == ("second", frozenset({"R21"}))
    assert may(owner, "refuse", unit_path=HERE, parts=parts("owner", "approved")).allowed


@pytest.mark.parametrize(
    ("verb", "roles"),
    [("refuse", {"R21"}), ("extend", {"R15"}), ("pause", {"R21"}), ("deadlock", {"R21"}),
     ("decide_appeal", {"R16", "R23"}), ("unlock", {"R23"}), ("accept", set())],
)  # fmt: skip
def test_each_verb_names_its_second_person(verb: str, roles: set[str]) -> None:
    assert second_person_for(verb) == roles


def test_only_the_named_role_of_the_same_organisation_approves() -> None:
    assert may_approve(someone("R15"), "extend", unit_path=HERE).allowed
    assert not may_approve(someone("R21"), "extend", unit_path=HERE).allowed
    assert not may_approve(someone("R15", path="/1/3/"), "extend", unit_path=HERE).allowed
    assert not may_approve(SYSTEM, "extend", unit_path=HERE).allowed


def test_a_crew_sees_a_case_only_through_its_open_order() -> None:
    for role in ("R12", "R13", "R14"):
        assert not may(someone(role), "view_case", unit_path=HERE).allowed
    leader = someone("R13")
    assert may(leader, "view_case", unit_path=HERE, parts=parts("crew")).allowed
    assert contractor_grace().total_seconds() == 24 * 3600


def test_limits_are_told_with_the_yes() -> None:
    owner = someone("R07")
    assert may(owner, "propose", unit_path=HERE, parts=parts("owner")).how == {"limit"}
    assert may(someone("R03"), "view_case", unit_path=HERE).how == {"masked"}


def test_the_widest_role_counts() -> None:
    both = someone("R07", "R21")
    assert may(both, "view_case", unit_path=HERE).allowed
    assert may(both, "refuse", unit_path=HERE).kind == "refused"


def test_an_unknown_verb_is_an_error_not_a_no() -> None:
    with pytest.raises(KeyError, match="no verb 'acept'"):
        may(someone("R07"), "acept", unit_path=HERE)


def test_scopes_tell_a_query_what_to_fetch() -> None:
    clerk = Actor(
        kind="staff",
        name="某人",
        staff_id=1,
        held=(Held("R03", "/1/2/5/"), Held("R21", "/1/2/"), Held("R13", "/1/4/"),
              Held("R24", "/1/"), Held("R26", "/1/7/")),
        inspects=("/1/7/3/", "/1/8/"),
    )  # fmt: skip
    assert scopes(clerk) == Scopes(
        prefixes=("/1/2/",),
        by_part=True,
        by_order=True,
        by_visit=True,
        crew_prefixes=("/1/4/",),
        inspection_prefixes=("/1/7/3/",),
        agg_prefixes=("/1/",),
    )


def test_a_crew_keeps_no_case_by_the_part_it_once_had() -> None:
    """§17: contractors see open orders only."""
    told = scopes(someone("R13"))
    assert (told.by_part, told.by_order, told.by_visit) == (False, False, True)
    assert told.crew_prefixes == (HERE,)


def test_who_holds_nothing_sees_nothing() -> None:
    assert scopes(Actor(kind="staff", name="陌生人", staff_id=9)) == Scopes()


def test_a_customer_sees_the_one_case() -> None:
    assert scopes(Actor(kind="customer", name="孙女士", case_id=7)) == Scopes(case_id=7)


def test_the_system_sees_everything() -> None:
    assert scopes(SYSTEM).everything


@pytest.mark.parametrize(
    ("role", "part", "want"),
    [
        ("R03", "", Unmasking(ask=True, last4=True)),
        ("R07", "owner", Unmasking(ask=True, last4=True)),
        ("R07", "", Unmasking()),
        ("R12", "technician", Unmasking(relay=True, address=True)),
        ("R17", "callback", Unmasking(relay=True)),
        ("R22", "", Unmasking(plain=True, last4=True)),
        ("R26", "", Unmasking(ask=False, second=frozenset({"R22", "R23"}))),
        ("R08", "", Unmasking()),
        ("R24", "", Unmasking()),
    ],
)
def test_unmasking_follows_the_matrix(role: str, part: str, want: Unmasking) -> None:
    told = frozenset({part} if part else ())
    assert unmasking(someone(role), unit_path=HERE, parts=told) == want
