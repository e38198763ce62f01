"""Simple words: for every state, act, promise and question; remembered; without trade words."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from cast import Cast
from jiesu.cases.models import Case
from jiesu.portal.commitments import PLEDGES
from jiesu.portal.offers import OFFERS
from jiesu.portal.plainly import book
from jiesu.portal.questions import CARE, QUESTIONS
from jiesu.portal.states import STATES
from portal.conftest import Follow, text_of

HARD = re.compile("受理|核实|时限|依据|救济|工单|督办|诉求|期限|回访|申诉|补偿|方案|落实|反馈")
"""Words of the trade that nobody says at home."""
LONGEST = 24
"""Characters of a Chinese sentence that one breath says."""


def sentences() -> Iterator[str]:
    for kind in book().values():
        for said in kind.values():
            for text in said.zh:
                yield from re.split("[。？！]", text)


def test_whatever_has_a_name_has_simple_words() -> None:
    told = book()
    assert told["state"].keys() == STATES.keys()
    assert told["offer"].keys() == {offer.verb for offer in OFFERS}
    assert told["pledge"].keys() == PLEDGES.keys()
    assert told["question"].keys() == {one.name for one in (*QUESTIONS, CARE)}


def test_simple_words_are_short_and_not_of_the_trade() -> None:
    assert [one for one in sentences() if HARD.search(one)] == []
    assert [one for one in sentences() if len(one) > LONGEST] == []


@pytest.mark.usefixtures("cast")
def test_simple_words_are_switched_on_and_remembered(client: Client) -> None:
    assert "告诉您能不能办" not in text_of(client.get("/"))
    answer = client.post("/simple-words/", {"next": "/complain/what/"})
    assert answer.headers["Location"] == "/complain/what/"
    assert client.cookies["jiesu_simple"]["max-age"] > 300 * 24 * 3600
    assert "怎么了？" in text_of(client.get("/complain/what/"))
    assert "告诉您能不能办" in text_of(client.get("/"))
    client.post("/simple-words/", {"next": "/"})
    assert "告诉您能不能办" not in text_of(client.get("/"))


def test_one_reader_s_simple_words_are_not_another_s(case: Case, follow: Follow) -> None:
    mine = follow(case)
    mine.cookies["jiesu_simple"] = "1"
    assert "记下来了" in text_of(mine.get(f"/my/{case.number}/"))
    assert "记下来了" not in text_of(follow(case).get(f"/my/{case.number}/"))


def test_simple_words_are_english_for_an_english_reader(cast: Cast) -> None:
    assert cast.city
    client = Client(headers={"accept-language": "en"})
    client.cookies["jiesu_simple"] = "1"
    assert "What is wrong?" in text_of(client.get("/complain/what/"))
