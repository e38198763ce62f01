"""Watches every test that says a verb: what is sealed stands nowhere in clear (§18).

Which words are sealed says ``house/free_texts.toml``. Whatever a test typed there is looked for
in the facts of the ledger and in the records folded from it, once the test is done.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from django.db import connection

from house.free_texts import listed, typed
from house.source import SRC
from jiesu.cases.faults import read_words
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.fit import fit
from jiesu.cases.verbs import Verb, Words

_LEAST = 4
"""Shorter texts stand in others by chance."""
_CODE = re.compile("[a-z_]+")
_IN_CLEAR = """
    SELECT 'the facts of ' || verb, facts::text FROM cases_entry
    UNION ALL SELECT 'the record of a complaint', record::text FROM cases_case
    UNION ALL SELECT 'the record of ' || machine, record::text FROM cases_proceeding
"""


@pytest.fixture(autouse=True)
def what_is_sealed_stands_nowhere_in_clear(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Remember what is typed while the test runs, and look for it afterwards."""
    if "database" not in {mark.name for mark in request.node.iter_markers()}:
        yield
        return
    request.getfixturevalue("db")
    heard: list[tuple[str, Words]] = []
    _listen(monkeypatch, heard)
    yield
    besides = {text for way in ("clear", "number") for _, text in _texts(heard, way)}
    sealed = {told for told in _texts(heard, "sealed") if _alone(told[1], besides)}
    assert _found(sealed) == []


def _listen(monkeypatch: pytest.MonkeyPatch, heard: list[tuple[str, Words]]) -> None:
    def reading(verb: Verb, words: Words | Mapping[str, Any]) -> Words:
        told = read_words(verb, words)
        heard.append((verb.name, told))
        return told

    def fitting(intake: Intake) -> Intake:
        told = fit(intake)
        heard.append(("receive", told))
        return told

    monkeypatch.setattr("jiesu.cases.moves.read_words", reading)
    monkeypatch.setattr("jiesu.cases.intake.receive.fit", fitting)


def _texts(heard: list[tuple[str, Words]], way: str) -> Iterator[tuple[str, str]]:
    known = listed()[way]
    for verb, words in heard:
        for path, text in typed(words):
            asked = path.removeprefix("words.")  # a request keeps the words of the verb asked for
            if (getattr(words, "verb", "") if asked != path else verb, asked) in known:
                yield f"{verb}.{path}", text.strip()


def _alone(text: str, besides: set[str]) -> bool:
    """Whether ``text`` stands nowhere unless it was kept there: no code, no word of the house."""
    known = _CODE.fullmatch(text) or f'"{text}"' in _lexicon()
    return len(text) >= _LEAST and not known and not any(text in other for other in besides)


@cache
def _lexicon() -> str:
    """The words by which a category is suggested; the ledger names those that were found."""
    pages = (SRC / "rules" / "taxonomy" / "words").glob("*.toml")
    return "".join(page.read_text(encoding="utf-8") for page in pages)


def _found(sealed: set[tuple[str, str]]) -> list[str]:
    if not sealed:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_IN_CLEAR)
        rows: list[tuple[str, str]] = cursor.fetchall()
    return sorted(
        {
            f"{word} stands in {where}: {text}"
            for word, text in sealed
            for where, told in rows
            if json.dumps(text, ensure_ascii=False)[1:-1] in told
        }
    )
