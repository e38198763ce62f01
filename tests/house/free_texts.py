"""The words that people type as they like: found in what verbs take, as the list keeps them."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from jiesu.cases.intake.contact import Intake
from jiesu.cases.verbs import Words, all_verbs
from jiesu.cases.words import SAYS_SOMETHING

_LIST = Path(__file__).with_name("free_texts.toml")

Word = tuple[str, str]
"""A verb and one of the words it takes, with its path where it lies inside another."""


@cache
def listed() -> dict[str, frozenset[Word]]:
    """The words of the list by the way they are kept."""
    told = tomllib.loads(_LIST.read_text(encoding="utf-8"))
    return {
        way: frozenset((verb, name) for verb, names in verbs.items() for name in names)
        for way, verbs in told.items()
    }


def free_words() -> Iterator[Word]:
    """Every word of every verb that takes more than a code."""
    for name, words in taken():
        for path in _free(inspect.type_info(words), ()):
            yield name, ".".join(path)


def taken() -> Iterator[tuple[str, type[Words]]]:
    """Every verb with the words it takes; a contact comes in by a way of its own."""
    yield "receive", Intake
    for verb in all_verbs():
        yield verb.name, verb.words


def typed(words: Words) -> Iterator[tuple[str, str]]:
    """The texts in ``words``, each with the path to it."""
    yield from _texts(msgspec.to_builtins(words), ())


def _free(kind: inspect.Type, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    match kind:
        case inspect.StrType(pattern=pattern) if pattern in {None, SAYS_SOMETHING}:
            yield path
        case inspect.DictType() | inspect.AnyType():
            yield path
        case inspect.StructType(fields=fields):
            for field in fields:
                yield from _free(field.type, (*path, field.name))
        case _:
            for inner in _inside(kind):
                yield from _free(inner, path)


def _inside(kind: inspect.Type) -> tuple[inspect.Type, ...]:
    match kind:
        case inspect.UnionType(types=types):
            return types
        case inspect.ListType(item_type=inner) | inspect.Metadata(type=inner):
            return (inner,)
        case _:
            return ()


def _texts(told: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    match told:
        case str():
            yield ".".join(path), told
        case list():
            for one in told:
                yield from _texts(one, path)
        case dict():
            for name, value in told.items():
                yield from _texts(value, (*path, name))
