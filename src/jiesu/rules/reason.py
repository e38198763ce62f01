"""Why, as a code and what belongs to it: whoever reads it gets the words (``rules/wording``)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

_PARTS = 2


class Reason(NamedTuple):
    """One reason. Kept in a ledger it is a list of two: ``["least_loaded", {"n": 3}]``.

    What belongs to it is numbers, moments, lengths of time, names, words and further reasons; of a
    reason that is kept, only what JSON knows.
    """

    code: str
    told: Mapping[str, Any]


Because = str | Reason
"""A sentence of a book or of a person, in Chinese; or a reason built from parts."""


class ReasonedError(Exception):
    """What a rule does not let be done; ``because`` is told in the language of whoever asked."""

    def __init__(self, because: Reason) -> None:
        super().__init__(because)
        self.because = because


class Title(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name in both languages."""

    zh: str
    en: str


class Quote(str):
    """Words that are told as they stand, in Chinese: of the law, of a customer."""

    __slots__ = ()


def why(code: str, **told: Any) -> Reason:
    """Give the reason ``code`` with what belongs to it."""
    return Reason(code, told)


def read_back(kept: Any) -> Because:
    """Return what a ledger keeps as the reason it was; sentences of old stay sentences."""
    if isinstance(kept, str):
        return kept
    code, told = kept
    return Reason(code, {name: _part(part) for name, part in told.items()})


def read_all_back(kept: Any) -> tuple[Because, ...]:
    """Return one or several reasons as a ledger keeps them, in their order."""
    several = isinstance(kept, list) and not (len(kept) == _PARTS and isinstance(kept[1], dict))
    return tuple(map(read_back, kept)) if several else (read_back(kept),)


def _part(kept: Any) -> Any:
    return read_back(kept) if isinstance(kept, list) else kept
