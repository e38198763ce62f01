"""Account data only for whoever has proved to be entitled (§12.2, S24, K15)."""

from dataclasses import replace
from datetime import date

import pytest

from jiesu.rules.identity import Authorisation, level_of, may_tell, may_tell_agent
from rules.saying import said

LETTER = Authorisation(
    letter="E12",
    holder_document_seen=True,
    agent_document_seen=True,
    scope=frozenset({"refund", "bills"}),
    expires_on=date(2026, 12, 31),
)


@pytest.mark.parametrize(
    ("proofs", "level"),
    [
        ([], "L0"),
        (["contact_otp"], "L1"),
        (["account_phone_otp"], "L2"),
        (["service_password"], "L2"),
        (["holder_name"], "L0"),
        (["holder_name", "contact_otp"], "L1"),
        (["holder_name", "holder_name"], "L0"),
        (["holder_name", "last_bill"], "L2"),
        (["install_address", "id_last_four"], "L2"),
        (["document_at_counter", "contact_otp"], "L3"),
        (["real_name_check"], "L3"),
    ],
)
def test_proofs_give_their_highest_level(proofs: list[str], level: str) -> None:
    standing = level_of(proofs)
    assert standing.level == level
    assert level in said(standing.because)


@pytest.mark.parametrize(
    ("what", "needed"),
    [
        ("accept_complaint", 0),
        ("outage_in_area", 0),
        ("case_facts", 1),
        ("account_data", 2),
        ("bills", 2),
        ("reset_password", 2),
        ("refund", 3),
        ("transfer", 3),
        ("recording_copy", 3),
        ("personal_data_export", 3),
    ],
)
def test_each_thing_is_told_from_its_level_upwards(what: str, needed: int) -> None:
    for level in range(4):
        answer = may_tell(f"L{level}", what)
        assert answer.allowed is (level >= needed)
        assert f"L{needed}" in said(answer.because)


def test_a_refusal_says_how_to_go_on() -> None:
    assert "服务密码" in said(may_tell("L1", "bills").because)


def test_nobody_invents_a_proof_or_a_level() -> None:
    with pytest.raises(KeyError):
        level_of(["kind_voice"])
    with pytest.raises(KeyError):
        may_tell("L4", "bills")


def test_an_agent_acts_within_letter_scope_and_term() -> None:
    assert may_tell_agent(LETTER, "refund", date(2026, 12, 31)).allowed
    assert "授权范围" in said(may_tell_agent(LETTER, "transfer", date(2026, 12, 31)).because)
    assert "到期" in said(may_tell_agent(LETTER, "refund", date(2027, 1, 1)).because)
    unseen = replace(LETTER, holder_document_seen=False, letter=" ")
    refusal = may_tell_agent(unseen, "refund", date(2026, 12, 31))
    assert not refusal.allowed
    assert "授权书" in said(refusal.because)
    assert "机主证件" in said(refusal.because)


def test_a_complaint_is_taken_from_an_agent_without_any_paper() -> None:
    bare = Authorisation("", False, False, frozenset(), date(2026, 1, 1))  # noqa: FBT003
    assert may_tell_agent(bare, "accept_complaint", date(2026, 9, 18)).allowed
