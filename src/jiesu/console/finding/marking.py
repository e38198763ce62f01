"""Shows where in a text the words asked for stand; numbers in it are covered first (§18)."""

from jiesu.kit.bigrams import mark
from jiesu.kit.masks import mask_text

Pieces = list[tuple[str, bool]]
"""Texts, each with whether it is what was asked for."""
BEFORE, AFTER = 20, 60


def marked(text: str, asked: str) -> Pieces:
    """The whole text in pieces."""
    pieces, at = list[tuple[str, bool]](), 0
    for start, end in mark(text, asked):
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    pieces.append((text[at:], False))
    return [piece for piece in pieces if piece[0]]


def excerpt(text: str, asked: str) -> Pieces:
    """What stands around the first place; nothing if the words are not in it."""
    covered = " ".join(mask_text(text).split())
    spans = mark(covered, asked)
    if not spans:
        return []
    start = max(0, spans[0][0] - BEFORE)
    shown = covered[start : spans[0][1] + AFTER]
    dots_before = "…" if start else ""
    dots_after = "…" if start + len(shown) < len(covered) else ""
    return marked(f"{dots_before}{shown}{dots_after}", asked)
