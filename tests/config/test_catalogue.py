"""Chinese in the code, English in the catalogue: nothing waits, nothing is left over."""

import re

import pytest
from django.test import Client

from jiesu.config.catalogue import english, untranslated, unused

PLACE = re.compile(r"%\(\w+\)[sd]")


def test_every_text_has_its_english() -> None:
    assert untranslated(english()) == [], "run bin/jiesu messages and fill in django.po"


def test_the_catalogue_holds_nothing_that_nobody_says() -> None:
    assert unused(english()) == [], "run bin/jiesu messages"


def test_a_translation_keeps_the_places_for_values() -> None:
    for message in english():
        if message.id:
            places = sorted(PLACE.findall(str(message.id)))
            assert sorted(PLACE.findall(str(message.string))) == places, message.id


@pytest.mark.parametrize(("language", "word"), [("en", "Buttons"), ("zh-hans", "按钮")])
def test_a_reader_is_spoken_to_in_the_language_asked_for(
    client: Client, language: str, word: str
) -> None:
    page = client.get("/ui/", headers={"accept-language": language})
    assert word in page.content.decode()
