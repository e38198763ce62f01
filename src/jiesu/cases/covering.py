"""Covers what is known of the customer in any text: who wrote it wrote names in full (§18)."""

from collections.abc import Callable, Collection

from jiesu.cases.models import Case
from jiesu.kit.masks import mask_text
from jiesu.kit.sealed import unseal_json

_LEAST = 2
"""A single sign stands in too many words that are about nobody."""


def covering(case: Case, besides: Collection[str] = ()) -> Callable[[str], str]:
    """How to write a text without the customer's particulars, but for those named ``besides``."""
    told: dict[str, str] = unseal_json(bytes(case.secret)) if case.secret else {}
    known = {
        plain: mask
        for name, mask in case.masked.items()
        if name not in besides and len(plain := told.get(name, "")) >= _LEAST
    }
    longest_first = sorted(known, key=len, reverse=True)  # one may stand within another

    def covered(text: str) -> str:
        for plain in longest_first:
            text = text.replace(plain, known[plain])
        return text

    return covered


def masking(case: Case) -> Callable[[str], str]:
    """The same with every number covered too: for papers, packages and bodies outside."""
    known = covering(case)
    return lambda text: mask_text(known(text))
