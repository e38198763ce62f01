"""Finds Chinese words by how they sound: initials (tszy), whole syllables (tousu), or both."""

import os
from functools import lru_cache

# The phrases of the library cost 45 MB a process; a look-up that accepts every reading needs none.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")

from pypinyin import Style, pinyin

_SCATTERED = 100
"""How much worse it is when signs are left out in between."""


def sounds_like(asked: str, text: str) -> int | None:
    """How well ``text`` fits what was ``asked``, 0 best; None if it does not fit at all.

    Every sign of ``asked`` must be found in order: as it stands, or as the beginning of how a
    character of ``text`` is read.
    """
    wanted = "".join(asked.casefold().split())
    if not wanted:
        return None
    signs = tuple(text.casefold())
    for start in range(len(signs)):
        if _follows(wanted, signs[start:]):
            return start
    return _SCATTERED + len(signs) if _scattered(wanted, signs) else None


@lru_cache(maxsize=8192)
def _sounds(sign: str) -> tuple[str, ...]:
    """How the character is read, longest first; any other sign stands for itself."""
    told = pinyin(sign, style=Style.NORMAL, heteronym=True)
    return tuple(sorted({sign, *(sound for one in told for sound in one)}, key=len, reverse=True))


def _follows(wanted: str, signs: tuple[str, ...]) -> bool:
    """Whether ``wanted`` is said by the first of ``signs`` without leaving one out."""
    if not wanted:
        return True
    if not signs:
        return False
    return any(_follows(wanted[n:], signs[1:]) for n in _spoken(wanted, signs[0]))


def _scattered(wanted: str, signs: tuple[str, ...]) -> bool:
    """The same, when signs may be left out: the longest sound is taken each time."""
    for sign in signs:
        if spoken := _spoken(wanted, sign):
            wanted = wanted[max(spoken) :]
        if not wanted:
            return True
    return False


def _spoken(wanted: str, sign: str) -> set[int]:
    """How many signs of ``wanted`` the character may stand for."""
    return {
        n
        for sound in _sounds(sign)
        for n in range(1, min(len(sound), len(wanted)) + 1)
        if wanted.startswith(sound[:n])
    }
