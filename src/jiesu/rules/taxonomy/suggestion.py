"""Suggest a category from what the customer wrote: by words, never by a model.

The same text gives the same answer, and the answer names the words it rests on. It is an
offer to a person; nothing is refused by it (docs/decisions: words before a model).
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from jiesu.rules.reason import Quote, Reason, Title, why
from jiesu.rules.taxonomy.lexicon import OURS, Body, Entry, plain
from jiesu.rules.taxonomy.taxonomy import Taxonomy

UNCLEAR = "O-01-01"
ELSEWHERE = "O-04-01"
OUR_LEAST = 3
"""Weight of our own words from which a letter is ours unless another body's words prevail."""
DOUBT = 6
"""Weight added to the rivals when confidence is computed: few words never give certainty."""
DOUBT_WHETHER_OURS = 18
"""The same when hardly a word shows that the matter is ours."""
CLEAR_SHARE = 2
"""A child is named when it has at least one part in so many of what speaks for its parent."""
LOW_CONFIDENCE = 5
MOST_CONFIDENT = 95
MOST_OFFERED = 3
MOST_NAMED = 5
"""Words named in the reason; more would not be read."""
OUR_OWN = Title("", "")
"""Name of the body where the matter is ours."""


_JUST_OURS = frozenset({OURS})

Found = Sequence[tuple[Entry, int]]


class Because(NamedTuple):
    """A word found in the letter and the weight it was given."""

    keyword: str
    weight: int


class Suggestion(msgspec.Struct, frozen=True):
    """An offered category with its grounds.

    ``confidence`` is per cent, 0 to 95. ``ours`` is False only when another body's words
    prevail; then ``body`` is its code, and the letter is offered for transfer (T07).
    """

    category: str
    score: int
    confidence: int
    ours: bool
    grounds: "Grounds"
    body: str = ""
    body_name: Title = OUR_OWN

    @property
    def because(self) -> tuple[Because, ...]:
        """Words found and their weights, heaviest first; those of the category come first."""
        return self.grounds.because()

    @property
    def alternatives(self) -> tuple[tuple[str, int], ...]:
        """Further categories with their scores, best first."""
        return self.grounds.alternatives()

    def reason(self) -> Reason:
        """Say in one sentence which words were found and what they suggest."""
        named = tuple(Quote(because.keyword) for because in self.because[:MOST_NAMED])
        category = self.grounds.taxonomy.title(self.category)
        if not self.ours:
            return why("sounds_foreign", words=named, body=self.body_name, category=category)
        if not named:
            return why("sounds_like_nothing", category=category)
        return why("sounds_like", words=named, category=category)


class Grounds(msgspec.Struct, frozen=True):
    """What a suggestion rests on, kept as found and told only when somebody asks."""

    taxonomy: Taxonomy
    found: Found
    scores: Mapping[str, int]
    chosen: str
    speaking: frozenset[str]
    """Targets whose words speak for the choice."""

    def because(self) -> tuple[Because, ...]:
        """Give the words that speak for the choice, then those that show the matter is ours."""
        speaking: list[Because] = []
        ours: list[Because] = []
        for entry, times in self.found:
            if weight := _weight(entry, self.speaking):
                speaking.append(Because(entry.shown, weight * times))
            elif self.chosen != ELSEWHERE and (weight := _weight(entry, _JUST_OURS)):
                ours.append(Because(entry.shown, weight * times))
        return (*sorted(speaking, key=_heaviest_first), *sorted(ours, key=_heaviest_first))

    def alternatives(self) -> tuple[tuple[str, int], ...]:
        """Give the next best categories, each as deep as its words go."""
        ranked = _ranked(_by_level2(self.taxonomy, self.scores))
        others = [pair for pair in ranked if pair[0] != self.chosen][:MOST_OFFERED]
        return tuple((_deepest(self.taxonomy, self.scores, code), score) for code, score in others)


def _weight(entry: Entry, targets: frozenset[str]) -> int:
    """How clearly a word speaks for one of ``targets``; 0 if it does not."""
    weight = 0
    for vote in entry.votes:
        if vote.target in targets and vote.weight > weight:
            weight = vote.weight
    return weight


def _heaviest_first(because: Because) -> tuple[int, str]:
    return -because.weight, because.keyword


def suggest(text: str, taxonomy: Taxonomy) -> Suggestion:
    """Offer a category for a text of any length; an empty one is unclear."""
    found = taxonomy.lexicon.found_in(plain(text))
    scores = _scores(found)
    body = _body(scores, taxonomy.lexicon.bodies)
    if body is not None:
        return _elsewhere(taxonomy, found, scores, body)
    return _ours(taxonomy, found, scores)


def _scores(found: Found) -> dict[str, int]:
    scores: dict[str, int] = {}
    for entry, times in found:
        for target, weight in entry.votes:
            scores[target] = scores.get(target, 0) + weight * times
    return scores


def _body(scores: Mapping[str, int], bodies: Mapping[str, Body]) -> Body | None:
    """Find the other body whose matter this is; None when it may be ours."""
    theirs = {target: score for target, score in scores.items() if target in bodies}
    if sum(theirs.values()) <= max(scores.get(OURS, 0), OUR_LEAST - 1):
        return None
    return bodies[_ranked(theirs)[0][0]]


def _ranked(scores: Mapping[str, int]) -> list[tuple[str, int]]:
    """Order best first; of equals the first by code, so that the answer is always the same."""
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


def _elsewhere(
    taxonomy: Taxonomy, found: Found, scores: Mapping[str, int], body: Body
) -> Suggestion:
    theirs = sum(scores[each] for each in scores.keys() & taxonomy.lexicon.bodies.keys())
    return Suggestion(
        category=ELSEWHERE,
        score=theirs,
        confidence=_confidence(theirs, scores.get(OURS, 0)),
        ours=False,
        grounds=Grounds(taxonomy, found, scores, ELSEWHERE, frozenset({body.code})),
        body=body.code,
        body_name=Title(body.zh, body.en),
    )


def _ours(taxonomy: Taxonomy, found: Found, scores: Mapping[str, int]) -> Suggestion:
    ranked = _ranked(_by_level2(taxonomy, scores))
    if not ranked:
        return _unclear(taxonomy, found, scores)
    level2, score = ranked[0]
    code = _deepest(taxonomy, scores, level2)
    doubt = DOUBT if scores.get(OURS, 0) >= OUR_LEAST else DOUBT_WHETHER_OURS
    family = taxonomy.family(level2)
    return Suggestion(
        category=code,
        score=score,
        confidence=_confidence(score, ranked[1][1] if len(ranked) > 1 else 0, doubt),
        ours=True,
        grounds=Grounds(taxonomy, found, scores, level2, family),
    )


def _unclear(taxonomy: Taxonomy, found: Found, scores: Mapping[str, int]) -> Suggestion:
    return Suggestion(
        category=UNCLEAR,
        score=0,
        confidence=LOW_CONFIDENCE,
        ours=True,
        grounds=Grounds(taxonomy, found, scores, UNCLEAR, frozenset()),
    )


def _by_level2(taxonomy: Taxonomy, scores: Mapping[str, int]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for code, score in scores.items():
        if level2 := taxonomy.intake_codes.get(code):
            totals[level2] = totals.get(level2, 0) + score
    return totals


def _deepest(taxonomy: Taxonomy, scores: Mapping[str, int], level2: str) -> str:
    """Go down to level 3 when the words clearly speak for one child of the family."""
    below = {c.code: scores[c.code] for c in taxonomy.children(level2) if c.code in scores}
    ranked = [pair for pair in _ranked(below) if pair[0] in taxonomy.intake_codes]
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return level2
    child, score = ranked[0]
    return child if CLEAR_SHARE * score >= scores.get(level2, 0) else level2


def _confidence(score: int, rival: int, doubt: int = DOUBT) -> int:
    return min(MOST_CONFIDENT, 100 * score // (score + rival + doubt))
