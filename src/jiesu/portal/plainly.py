"""Simple words for whoever asked for them: the same said shorter, from ``simple.toml``."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

import msgspec
from django.utils.functional import Promise as Lazy
from django.utils.functional import lazy

from jiesu.ui.tongue import in_english

_SIMPLE: ContextVar[bool] = ContextVar("simple", default=False)
Kind = str
"""What is said more simply: state, offer, pledge, question."""


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A heading and a sentence in both languages; an empty sentence is left away."""

    zh: tuple[str, str]
    en: tuple[str, str]


@cache
def book() -> dict[Kind, dict[str, Said]]:
    """Return all simple words by kind and code."""
    path = Path(__file__).with_name("simple.toml")
    return msgspec.toml.decode(path.read_bytes(), type=dict[Kind, dict[str, Said]])


@contextmanager
def simple_words(wanted: bool) -> Iterator[None]:  # noqa: FBT001 - the one thing it takes
    """Say things simply inside, if ``wanted``."""
    token = _SIMPLE.set(wanted)
    try:
        yield
    finally:
        _SIMPLE.reset(token)


def _worded(kind: Kind, code: str, place: int, usual: Lazy | str) -> str:
    said = book()[kind].get(code) if _SIMPLE.get() else None
    if said is None:
        return str(usual)
    return (said.en if in_english() else said.zh)[place]


worded = lazy(_worded, str)
"""The words of ``kind`` and ``code`` (0 its heading, 1 its sentence), else the usual ones."""
