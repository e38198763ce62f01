"""§16: many small sums are one large one, within a case and, of mere kindness, within a year."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec import structs

from cast import Cast
from jiesu.cases.intake.contact import Intake
from jiesu.cases.models import Entry
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed
from tale import NOW, SLOW, Tale


def found(cast: Cast, intake: Intake = SLOW, after: timedelta = timedelta()) -> Tale:
    tale = Tale(cast, intake, NOW + after)
    tale.until_found()
    return tale


def offered(tale: Tale, fen: int, code: str = "CP8") -> Entry:
    money = [{"code": code, "amount_fen": fen, "basis": "多次上门"}] if fen else []
    told: dict[str, Any] = {"measures": "更换线路", "done_by": "9月30日", "remedies": money}
    return tale.say(tale.owner, "propose", **told)


def given(tale: Tale, fen: int, code: str = "CP8") -> None:
    assert offered(tale, fen, code).verb == "propose"
    tale.say(tale.owner, "agree", evidence="录音 1")


def again(tale: Tale) -> None:
    """The customer has it taken up once more, and it is looked into once more."""
    tale.say(tale.owner, "resolve", result="已处理", payment="10月1日前退至账户")
    tale.say(tale.customer, "reopen", reason="又慢了")
    tale.say(tale.owner, "rehandle", to="INVESTIGATING")
    tale.say(
        tale.cast.investigator,
        "find",
        answers=[{"claim": "网速不达标", "verdict": "unsubstantiated"}],
        cause="R-LINE",
        liability="NONE",
        explanation="三次有线测速。",
        evidence=["测速记录"],
    )


@pytest.mark.parametrize("code", ["CP1", "CP6", "CP8"])
def test_an_owner_cannot_give_round_by_round_what_needs_a_second_person_at_once(
    cast: Cast, code: str
) -> None:
    tale = found(cast)
    given(tale, 4000, code)
    again(tale)
    assert offered(tale, 1001, code).verb == "request"
    assert offered(tale, 1000, code).verb == "propose"
    assert differences(tale.stored) == []


def test_what_is_agreed_in_talks_counts_with_what_was_given_before(cast: Cast) -> None:
    tale = found(cast)
    given(tale, 4000)
    again(tale)
    offered(tale, 0)
    tale.say(tale.customer, "object", opinion="要补偿")
    terms: dict[str, Any] = {"terms": "补偿", "due": "9月30日", "manner": "退费"}
    terms |= {"confirmation": "录音", "remedies": [{"code": "CP6", "amount_fen": 1001}]}
    assert tale.say(tale.owner, "reconcile", **terms).verb == "request"


def test_an_offer_that_was_not_taken_does_not_count(cast: Cast) -> None:
    tale = found(cast)
    offered(tale, 5000)
    tale.say(tale.customer, "object", opinion="太少")
    assert offered(tale, 5000).verb == "propose"


def test_an_approver_s_limit_counts_what_was_given_before_too(cast: Cast) -> None:
    tale = found(cast)
    tale.second(offered(tale, 18_000), cast.approver)
    tale.say(tale.owner, "agree", evidence="录音 1")
    again(tale)
    asked = offered(tale, 3000)
    with pytest.raises(NotAllowed, match="此前"):
        tale.second(asked, cast.approver)
    tale.second(asked, cast.manager)
    assert tale.state == "PROPOSED"


def test_the_third_kindness_to_one_user_in_a_year_is_looked_at_by_another(cast: Cast) -> None:
    """§16 CP8: same user three times a year and more → review."""
    later = structs.replace(SLOW, description="又慢了，有线测速只有六十兆，请再看看。")
    for n in range(2):
        given(found(cast, later, timedelta(days=40 * n)), 500)
    third = found(cast, later, timedelta(days=80))
    assert offered(third, 500, "CP6").verb == "propose", "what is owed is no kindness"
    third.say(third.customer, "object", opinion="再加一点")
    assert offered(third, 500).verb == "request"
    other = structs.replace(later, phone="13900001111", account="075500012309")
    given(found(cast, other, timedelta(days=80)), 500)


def test_a_kindness_of_long_ago_does_not_count(cast: Cast) -> None:
    for n in range(2):
        given(found(cast, SLOW, timedelta(days=40 * n)), 500)
    given(found(cast, SLOW, timedelta(days=450)), 500)
