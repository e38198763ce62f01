"""Covers what is known of the customer in any text: who wrote it wrote names in full (§18)."""

from collections.abc import Callable, Collection, Mapping

from jiesu.cases.models import Case
from jiesu.kit.masks import mask_text
from jiesu.kit.sealed import unseal_json

_LEAST = 2
"""A single sign stands in too many words that are about nobody."""
_NOBODY = frozenset({"用户", "客户", "机主", "本人", "先生", "女士", "匿名"})
"""What is written where a name was not told; letters and notes are full of it."""


def covering(case: Case, besides: Collection[str] = ()) -> Callable[[str], str]:
    """How to write a text without the customer's particulars, but for those named ``besides``."""
    return covering_of(case.secret, case.masked, besides)


def covering_of(
    secret: bytes | memoryview | None, masked: Mapping[str, str], besides: Collection[str] = ()
) -> Callable[[str], str]:
    """The same of particulars at hand: sealed, and each as it may be shown."""
    hidden = masked.keys() - set(besides)
    told: dict[str, str] = unseal_json(bytes(secret)) if secret and hidden else {}
    known = {told[name]: masked[name] for name in hidden if _tells(told.get(name, ""))}
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


def _tells(particular: str) -> bool:
    return len(particular) >= _LEAST and particular not in _NOBODY
