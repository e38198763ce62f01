"""A score is asked for seldom, by nobody who handled the case, and never coached (§7, K10, N41)."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from msgspec import json, structs

from cast import Cast
from jiesu.cases.masking import shown_to
from jiesu.cases.models import Case, Entry, Message, Proceeding
from jiesu.cases.permit import parts_of
from jiesu.cases.reading import sheet
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed, Unfit
from jiesu.cases.timed import act_on_waiting
from jiesu.config.reactions import REACTIONS
from jiesu.kit.events import wire
from jiesu.oversight.register import register
from jiesu.people.actor import Actor
from jiesu.rules.reason import read_back
from jiesu.rules.wording import in_chinese
from tale import SLOW, Tale

CLOSING = {"outcome": "EXPLAINED_ACCEPTED", "root_cause": "R-LINE", "solution": "X-VISIT"}


@pytest.fixture
def tale(cast: Cast) -> Tale:
    wire(REACTIONS)
    return resolved(cast)


def resolved(cast: Cast, account: str = SLOW.account, phone: str = SLOW.phone) -> Tale:
    """A complaint whose result was told at this moment."""
    told = Tale(cast, structs.replace(SLOW, account=account, phone=phone))
    told.until_found()
    told.say(told.owner, "propose", measures="说明测速方法", done_by="9月20日")
    told.say(told.owner, "agree", evidence="录音 1")
    told.say(told.owner, "resolve", result="测速达标,已说明")
    return told


def a_day_later(*tales: Tale) -> None:
    """The system does all it has to do on the next day."""
    for tale in tales:
        tale.now += timedelta(hours=25)
    while act_on_waiting(max(tale.now for tale in tales)):
        pass


def link(tale: Tale) -> str:
    found = re.search(r"/s/\S+?/\S+?/", tale.letter("N41").body)
    assert found
    return found[0]


def test_the_link_is_sent_once_between_two_and_twenty_four_hours_and_names_nobody(
    tale: Tale,
) -> None:
    told = tale.now
    assert tale.stored.waits_until is not None
    assert timedelta(hours=2) <= tale.stored.waits_until - told <= timedelta(hours=24)
    a_day_later(tale)
    assert tale.letters().count("N41") == 1
    letter = tale.letter("N41")
    assert (letter.reader, "回复T" in letter.body, "10分" in letter.body) == ("user", True, True)
    for word in ("孙女士", "13800005678", "075500012301"):
        assert word not in link(tale)
    secret = link(tale).split("/")[3]
    facts = json.encode([e.facts for e in Entry.objects.filter(case_id=tale.case.pk)]).decode()
    assert secret not in facts, "the ledger cannot answer for the customer"
    assert differences(tale.stored) == []


def test_a_call_that_scored_leaves_nothing_to_ask_by_link(tale: Tale) -> None:
    caller = tale.cast.caller
    tale.say(caller, "call_back", 0.5)
    tale.say(caller, "try_call", 0.1, reached=True, solved="yes")
    tale.say(caller, "score", 0.1, score=9)
    a_day_later(tale)
    assert "N41" not in tale.letters()


def test_nobody_is_asked_twice_in_seven_days_on_whatever_complaint(tale: Tale) -> None:
    """K10: the link counts, and so does the question on a call."""
    other = resolved(tale.cast, account="075500099999")
    a_day_later(tale, other)
    asked = [told for told in (tale, other) if "N41" in told.letters()]
    (spared,) = {tale, other} - set(asked)
    because = Entry.objects.get(case_id=spared.case.pk, verb="invite").facts["because"]
    assert "7日内" in in_chinese(read_back(because))
    spared.say(tale.cast.caller, "try_call", reached=True, solved="yes")
    with pytest.raises(NotAllowed, match="不要再请用户评分"):
        spared.say(tale.cast.caller, "score", score=8)
    asked[0].say(tale.cast.caller, "score", score=8)
    spared.say(tale.cast.caller, "score", 24 * 7, score=8)


def test_who_answers_t_is_asked_no_more(tale: Tale) -> None:
    tale.say(tale.customer, "decline_surveys", 0.5)
    other = resolved(tale.cast, account="075500099999")
    a_day_later(tale, other)
    assert "N41" not in [*tale.letters(), *other.letters()]


def test_the_link_takes_one_score_and_opens_nothing_else(tale: Tale, client: Client) -> None:
    a_day_later(tale)
    Case.objects.filter(pk=tale.case.pk).update(
        record={
            **tale.stored.record,
            "survey": {**tale.stored.record["survey"], "at": timezone.now().isoformat()},
        }
    )
    address = link(tale)
    page = client.get(address).content.decode()
    assert "按真实感受" in page
    assert "有没有人要求您打某个分数" in page
    assert "孙女士" not in page
    assert client.get(address.replace(tale.case.number, "TS1")).status_code in {404, 410}
    assert client.get(address[:-3] + "xx/").status_code == 410
    assert client.post(address, {"asked_for_score": "false"}).status_code == 422
    done = client.post(address, {"score": "9", "asked_for_score": "false"})
    assert (done.status_code, "原样记下" in done.content.decode()) == (200, True)
    entry = Entry.objects.get(case_id=tale.case.pk, verb="score")
    assert (entry.by_kind, entry.facts["score"]) == ("customer", 9)
    assert client.post(address, {"score": "1", "asked_for_score": "false"}).status_code == 410
    assert client.get(f"/my/{tale.case.number}/").status_code == 302, "the case stays closed to it"


def test_an_old_link_is_closed(tale: Tale, client: Client) -> None:
    """N41: open for seven days, and these were in September."""
    a_day_later(tale)
    assert client.get(link(tale)).status_code == 410


def test_a_yes_opens_a_quality_case_that_those_concerned_do_not_see(tale: Tale) -> None:
    """§7 SURVEY_COACHING: it does not count, quality looks into it, the owner learns nothing."""
    cast = tale.cast
    a_day_later(tale)
    tale.say(cast.caller, "try_call", reached=True, solved="yes")
    entry = tale.say(cast.caller, "score", score=10, asked_for_score=True)
    assert (entry.facts["valid"], entry.facts["opens"]) == (False, "SURVEY_COACHING")
    quality = Proceeding.objects.get(case_id=tale.case.pk, machine="rectification")
    assert quality.record["source"] == "coaching"
    assert "qa" in (quality.unit.serves if quality.unit else [])
    tale.say(cast.caller, "close", **CLOSING)
    for one in (cast.inspector, cast.manager):
        assert quality.number in read(one, tale)
        assert [line.number for line in register(one, tale.now)] == [quality.number]
    for one in (tale.owner, cast.agent, tale.customer):
        told = read(one, tale)
        assert quality.number not in told
        assert "COACHING" not in told
        assert "coached" not in told
        assert list(register(one, tale.now)) == []
    assert Message.objects.filter(case_id=tale.case.pk, template="N41").count() == 1
    assert differences(tale.stored) == []


def test_an_inspector_who_owned_the_case_is_concerned(tale: Tale) -> None:
    """Two roles are no way round: a part in the handling shuts quality cases."""
    inspector = tale.cast.inspector
    parts = parts_of(inspector, tale.stored)
    path = tale.case.unit_path
    assert shown_to(inspector, unit_path=path, parts=parts, ended=True).quality
    both = parts | {"was_owner"}
    assert not shown_to(inspector, unit_path=path, parts=both, ended=True).quality


def read(actor: Actor, tale: Tale) -> str:
    """All that the API tells ``actor`` of the case."""
    found = sheet(actor, tale.case.number, ("ledger", "promises", "messages"))
    assert found is not None
    return json.encode(found).decode()


def test_another_score_takes_back_neither_the_first_nor_what_is_owed_for_it(tale: Tale) -> None:
    """§7, S48: an answer counts once; a ten noted on the call does not hush up a two."""
    cast = tale.cast
    tale.say(tale.customer, "score", score=2)
    tale.say(cast.caller, "call_back")
    tale.say(cast.caller, "try_call", reached=True, solved="yes")
    tale.say(cast.caller, "score", score=10)
    assert tale.stored.record["score"] == {"raw": 2, "valid": True, "low": True}
    with pytest.raises(Unfit, match="评分较低"):
        tale.say(cast.caller, "close", **CLOSING)
    tale.say(cast.caller, "close", **CLOSING, low_score_handling="已致电致歉并补发测速报告")
    assert differences(tale.stored) == []
