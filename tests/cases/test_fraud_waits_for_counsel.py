"""§16 CP7: damages for fraud need a legal decision, whatever they come to."""

from typing import Any

import pytest

from cast import Cast
from jiesu.cases.models import Case, Entry
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed, Unfit, UnknownCase
from tale import Tale


def found(cast: Cast) -> Tale:
    tale = Tale(cast)
    tale.until_found()
    return tale


def offered(tale: Tale, *money: tuple[str, int]) -> Entry:
    remedies = [{"code": code, "amount_fen": fen, "basis": ""} for code, fen in money]
    told: dict[str, Any] = {"measures": "退订并赔偿", "done_by": "9月30日", "remedies": remedies}
    return tale.say(tale.owner, "propose", **told)


@pytest.mark.parametrize("fen", [100, 50_000, 300_000])
def test_damages_for_fraud_wait_for_counsel_whatever_they_come_to(cast: Cast, fen: int) -> None:
    tale = found(cast)
    asked = offered(tale, ("CP7", fen))
    assert asked.verb == "request"
    assert asked.facts["legal"]
    assert tale.stored.record["waiting"] == ["R23"]
    with pytest.raises(NotAllowed):
        tale.second(asked, cast.manager)
    with pytest.raises(UnknownCase):
        tale.second(asked, cast.approver)
    assert tale.state == "FOUND"
    assert Case.objects.visible_to(cast.legal).filter(pk=tale.case.pk).exists()
    assert tale.second(asked, cast.legal).verb == "propose"
    assert tale.state == "PROPOSED"
    assert differences(tale.stored) == []


def test_counsel_decides_about_fraud_alone(cast: Cast) -> None:
    tale = found(cast)
    asked = offered(tale, ("CP8", 30_000))
    assert tale.stored.record["waiting"] == ["R15", "R21"]
    with pytest.raises(UnknownCase):
        tale.second(asked, cast.legal)


def test_what_is_given_beside_stays_within_the_owner_s_own_limit(cast: Cast) -> None:
    tale = found(cast)
    with pytest.raises(Unfit, match="分别提出"):
        offered(tale, ("CP7", 50_000), ("CP8", 5001))
    tale.second(offered(tale, ("CP7", 50_000), ("CP8", 5000)), cast.legal)
    tale.say(tale.owner, "agree", evidence="录音 1")
    assert tale.stored.record["granted_fen"] == 5000, "what the law gives is no kindness of ours"
    assert tale.stored.record["agreed_fen"] == 55_000


def test_what_is_agreed_in_talks_about_fraud_waits_for_counsel_too(cast: Cast) -> None:
    tale = found(cast)
    offered(tale)
    tale.say(tale.customer, "object", opinion="是欺诈")
    terms: dict[str, Any] = {"terms": "赔偿", "due": "9月30日", "manner": "转账"}
    terms |= {"confirmation": "录音", "remedies": [{"code": "CP7", "amount_fen": 50_000}]}
    asked = tale.say(tale.owner, "reconcile", **terms)
    assert asked.verb == "request"
    assert tale.second(asked, cast.legal).verb == "reconcile"
