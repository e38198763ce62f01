"""Refusals are told in the language of whoever asked; what is kept is Chinese in any case."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from cast import Cast
from jiesu.cases.models import Message
from jiesu.cases.refusals import Refusal, Unfit
from jiesu.cases.uploads import take_in
from jiesu.people.actor import Actor
from tale import SLOW, Tale

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def tale(cast: Cast) -> Tale:
    return Tale(cast, SLOW, now=timezone.now() - timedelta(days=1))


def refused(tale: Tale, actor: Actor, verb: str, **words: object) -> tuple[str, str]:
    """The sentence in Chinese, and the same refusal in English."""
    told = []
    for language in ("zh-hans", "en"):
        with translation.override(language), pytest.raises(Refusal) as refusal:
            tale.say(actor, verb, **words)
        told.append(refusal.value.sentence)
    return told[0], told[1]


def test_a_refusal_speaks_the_language_of_the_reader(tale: Tale) -> None:
    tale.say(tale.owner, "accept")
    chinese, english = refused(tale, tale.owner, "resume", because="已补充")
    assert chinese == "此件没有暂停计时，未做任何改动。"
    assert english == "The clocks are not paused; nothing was changed."


def test_what_the_rules_refuse_is_told_in_both(tale: Tale) -> None:
    tale.say(tale.owner, "accept")
    chinese, english = refused(tale, tale.owner, "prioritise", priority="P1", reason="急")
    assert "优先级未改动" in chinese
    assert "was not changed" in english
    assert HAN.search(english) is None


def test_the_words_inside_are_translated_too(tale: Tale, cast: Cast) -> None:
    tale.say(tale.owner, "accept")
    agent = cast.agent.staff_id
    chinese, english = refused(tale, cast.manager, "hand_over", owner_id=agent, reason="休假")
    assert chinese == "此人不是本单位的投诉专员，未做任何改动。请另选。"
    assert english == (
        "This person has not the role case owner in this unit; nothing was changed. "
        "Choose somebody else."
    )


def test_a_file_that_stays_outside_is_told_in_both(tale: Tale) -> None:
    said = []
    for language in ("zh-hans", "en"):
        with translation.override(language), pytest.raises(Unfit) as refusal:
            take_in([b"MZ"], name="a.jpg", kind="photo", actor=tale.owner)
        said.append(refusal.value.sentence)
    assert said == [
        "文件未保存：内容是程序而不是所称的文件，请勿上传程序。",
        (
            "The file was not saved. It is a program and not what its name says: "
            "do not upload programs."
        ),
    ]


def test_what_an_english_reader_does_is_kept_as_anybody_s(tale: Tale) -> None:
    with translation.override("en"):
        tale.say(tale.owner, "accept")
    letter = Message.objects.filter(case=tale.case, template="N03").latest("id")
    assert HAN.search(letter.subject)
