"""T22, T24: the archive closes no way that was open before, and opens none that was not."""

from datetime import timedelta

import pytest

from cast import Cast
from jiesu.cases.permit import verbs_now
from jiesu.cases.refusals import WrongState
from jiesu.cases.timed import act_on_waiting
from tale import Tale

GROUNDS = {"grounds": ["new_facts"], "statement": "又发生了同样的问题"}
AGAIN = {"reason": "又坏了", "new_facts": True}


def archived(tale: Tale) -> Tale:
    tale.now += timedelta(days=8)
    while act_on_waiting(tale.now):
        pass
    assert tale.state == "ARCHIVED"
    return tale


@pytest.fixture
def withdrawn(cast: Cast) -> Tale:
    tale = Tale(cast)
    tale.say(tale.customer, "withdraw", proof="portal", reference="P-1")
    return tale


@pytest.fixture
def refused(cast: Cast) -> Tale:
    tale = Tale(cast)
    tale.second(tale.say(tale.owner, "refuse", reason="NA3", basis="已和解并履行"), cast.manager)
    return tale


@pytest.fixture
def sent_on(cast: Cast) -> Tale:
    tale = Tale(cast)
    tale.say(tale.owner, "transfer", body="某市住建局", contact="0755-12345")
    return tale


@pytest.mark.parametrize("how", ["withdrawn", "refused", "sent_on"])
def test_what_was_never_handled_is_not_handled_again(
    request: pytest.FixtureRequest, how: str
) -> None:
    """It would be worked on without ever having been accepted; a new complaint is open to all."""
    tale = archived(request.getfixturevalue(how))
    with pytest.raises(WrongState, match="新投诉"):
        tale.say(tale.customer, "reopen", **AGAIN)
    assert tale.state == "ARCHIVED"
    assert "reopen" not in {verb.name for verb in verbs_now(tale.customer, tale.stored)}


@pytest.mark.parametrize("how", ["withdrawn", "sent_on"])
def test_what_nobody_decided_is_not_appealed(request: pytest.FixtureRequest, how: str) -> None:
    tale = archived(request.getfixturevalue(how))
    with pytest.raises(WrongState, match="新投诉"):
        tale.say(tale.customer, "appeal", **GROUNDS)
    assert "appeal" not in {verb.name for verb in verbs_now(tale.customer, tale.stored)}


def test_a_refusal_is_appealed_after_it_was_archived(refused: Tale) -> None:
    archived(refused).say(refused.customer, "appeal", **GROUNDS)
    assert refused.state == "APPEALED"


def test_what_was_closed_is_taken_up_again_and_appealed_out_of_the_archive(cast: Cast) -> None:
    for verb, words, state in (("reopen", AGAIN, "REOPENED"), ("appeal", GROUNDS, "APPEALED")):
        tale = Tale(cast)
        tale.until_closed()
        archived(tale).say(tale.customer, verb, **words)
        assert tale.state == state
