"""Customers' words and what each speaks for: a category, our service, or another body's matter.

All words are looked for in one pass over the letter, so the cost hardly grows with the vocabulary.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec
from ahocorasick_rs import AhoCorasick, Implementation

OURS = "ours"
NEAR = "~"
NEAR_WITHIN = 12
"""Characters that may stand between the parts of ``光猫~红灯``."""
WIDE = re.compile("[＂-＇＊＋－-９＜-＞＠-～]")
SHORTEST = 2
MOST_COUNTED = 3
"""A word said more often weighs no more: a long letter must not win by length."""
WEIGHTS = {"strong": 6, "plain": 3, "weak": 1}


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Words by how clearly they speak."""

    strong: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()

    def weighed(self) -> Iterator[tuple[str, int]]:
        """Give each word with its weight."""
        for name, weight in WEIGHTS.items():
            for word in getattr(self, name):
                yield word, weight


class CategoryWords(Words, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Words that speak for a category; with ``telecom`` they also show the matter is ours."""

    code: str
    telecom: bool = False


class Body(Words, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Words that show the matter belongs to another body, named for the transfer (T07)."""

    code: str
    zh: str
    en: str


class Trap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A word that does not count inside longer ones: 信号 in 信号灯."""

    word: str
    inside: tuple[str, ...]


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence of our own and what it must suggest; the tests compute it."""

    text: str
    category: str
    body: str = ""


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of words."""

    category: tuple[CategoryWords, ...] = ()
    ours: Words = Words()
    body: tuple[Body, ...] = ()
    trap: tuple[Trap, ...] = ()
    example: tuple[Example, ...] = ()


class Vote(NamedTuple):
    """What a word speaks for, and how clearly."""

    target: str
    weight: int


class Entry(NamedTuple):
    """A word ready to be looked for."""

    word: str
    near: tuple[str, ...]
    shown: str
    inside: tuple[str, ...]
    votes: tuple[Vote, ...]

    def times_in(self, letter: str) -> int:
        """Count where the word stands by itself, up to MOST_COUNTED."""
        for other in self.near:
            if not _stand_near(letter, self.word, other):
                return 0
        if self.near:
            return 1
        for longer in self.inside:
            letter = letter.replace(longer, "□")
        return min(letter.count(self.word), MOST_COUNTED)

    @property
    def parts(self) -> tuple[str, ...]:
        """The word and what must stand near it."""
        return (self.word, *self.near)

    @property
    def stands_alone(self) -> bool:
        """Whether it counts wherever it stands, and can never overlap itself."""
        first = self.word[0]
        return not (self.near or self.inside or first in self.word[1:])


class Lexicon:
    """All words, found together."""

    def __init__(self, pages: Iterable[Page]) -> None:
        pages = tuple(pages)
        self.bodies = {body.code: body for page in pages for body in page.body}
        self.examples = tuple(example for page in pages for example in page.example)
        traps = {plain(trap.word): trap.inside for page in pages for trap in page.trap}
        entries = [
            _entry(word, traps.get(word, ()), votes) for word, votes in _votes(pages).items()
        ]
        self._of: dict[str, list[str]] = {}
        for entry in entries:
            for vote in entry.votes:
                self._of.setdefault(vote.target, []).append(entry.word)
        self.targets = frozenset(self._of)
        self._having, self._finder = _by_part(entries)

    def found_in(self, letter: str) -> list[tuple[Entry, int]]:
        """Find the words in a letter that went through ``plain``, each with its count."""
        standing = self._finder.find_matches_as_strings(letter, overlapping=True)
        return [
            (entry, times)
            for part, seen in Counter(standing).items()
            for alone, companion, entry in self._having[part]
            if companion in letter
            and (times := min(seen, MOST_COUNTED) if alone else entry.times_in(letter))
        ]

    def words_of(self, target: str) -> tuple[str, ...]:
        """List the words that speak for a category, a body or ``OURS``."""
        return tuple(self._of.get(target, ()))


def plain(text: str) -> str:
    """Fold width and case and drop white space, so that spelling variants meet.

    Most letters hold no wide character but punctuation, which no word has: those skip the
    folding, which costs more than all the rest.
    """
    if WIDE.search(text):
        text = unicodedata.normalize("NFKC", text)
    return "".join(text.lower().split())


def read_lexicon(pages: Mapping[str, bytes], categories: frozenset[str]) -> Lexicon:
    """Read files of words; ValueError names the word or code that does not fit."""
    lexicon = Lexicon(_page(name, page) for name, page in pages.items())
    known = categories | lexicon.bodies.keys() | {OURS}
    strange = sorted(target for target in lexicon.targets if target not in known)
    if strange:
        raise ValueError(f"词表里的代码 {'、'.join(strange)} 不在分类表中，请更正后重新加载。")
    return lexicon


def _page(name: str, page: bytes) -> Page:
    try:
        return msgspec.toml.decode(page, type=Page)
    except msgspec.DecodeError as error:
        raise ValueError(f"词表 {name} 读不懂（{error}），请更正后重新加载。") from error


def _votes(pages: Iterable[Page]) -> dict[str, tuple[Vote, ...]]:
    votes: dict[str, dict[str, int]] = {}
    for page in pages:
        for target, word, weight in _said(page):
            of_word = votes.setdefault(plain(word), {})
            of_word[target] = max(weight, of_word.get(target, 0))
    return {
        word: tuple(Vote(target, weight) for target, weight in of_word.items())
        for word, of_word in votes.items()
    }


def _said(page: Page) -> Iterator[tuple[str, str, int]]:
    for words in page.category:
        for word, weight in words.weighed():
            yield words.code, word, weight
            if words.telecom:
                yield OURS, word, weight
    for word, weight in page.ours.weighed():
        yield OURS, word, weight
    for body in page.body:
        for word, weight in body.weighed():
            yield body.code, word, weight


def _entry(word: str, inside: tuple[str, ...], votes: tuple[Vote, ...]) -> Entry:
    parts = word.split(NEAR)
    long = next((part for part in parts if len(part) >= SHORTEST), None)
    if long is None or not all(parts):
        raise ValueError(f"词“{word}”太短，至少两个字才不致误认，请更正后重新加载。")
    near = tuple(part for part in parts if part is not long)
    return Entry(long, near, "…".join(parts), tuple(map(plain, inside)), votes)


def _by_part(
    entries: Iterable[Entry],
) -> tuple[Mapping[str, list[tuple[bool, str, Entry]]], AhoCorasick]:
    """Entries by the part of theirs that fewest others have, and what finds these in one pass.

    Beside each stands whether it counts wherever it stands, and its longest other part, which
    decides most often.
    """
    told = tuple(entries)
    used = Counter(part for entry in told for part in entry.parts)
    meant: dict[str, list[tuple[bool, str, Entry]]] = {}
    for entry in told:
        rarest = min((part for part in entry.parts if len(part) >= SHORTEST), key=used.__getitem__)
        others = (part for part in entry.parts if part != rarest)
        companion = max(others, key=len, default="")
        meant.setdefault(rarest, []).append((entry.stands_alone, companion, entry))
    return meant, AhoCorasick(list(meant), implementation=Implementation.ContiguousNFA)


def _stand_near(letter: str, first: str, second: str) -> bool:
    if second not in letter:
        return False
    reach = NEAR_WITHIN + len(second)
    at = letter.find(first)
    while at >= 0:
        behind = at + len(first)
        if second in letter[max(0, at - reach) : at] or second in letter[behind : behind + reach]:
            return True
        at = letter.find(first, behind)
    return False
