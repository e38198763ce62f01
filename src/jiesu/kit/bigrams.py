"""Search terms of Chinese text: overlapping character pairs and whole latin words.

Terms are letters and digits only, so they go into ``array_to_tsvector`` as they are.
docs/decisions/0020 tells why pairs, and what a query of one character means.
"""

import re
import unicodedata
from operator import add

# A tsvector holds 1 MiB of terms; a character costs at most eight bytes of them.
MOST_CHARACTERS = 120_000
# A term of a tsvector may have 2 046 bytes; what is longer is no word anyone types.
LONGEST_WORD = 64
_PIECE = 1_000

_FIRST_PAIRED = "\u3005"
_PAIRED = (  # Han with its extensions, kana, bopomofo, hangul
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U000323af"
)
_run = re.compile(rf"[{_PAIRED}]+|[^\W_{_PAIRED}]+")
# Pasted from chats and web pages between the letters of a word.
_invisible = re.compile(
    "[\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
# A letter with the marks that melt into it when normalised.
_cluster = re.compile("(?s).[\u0300-\u036f\u3099\u309a\uff9e\uff9f]*")
# Left as they are, these make normalising seventy times as slow.
_full_width_marks = {
    "\uff0c": ",",
    "\uff01": "!",
    "\uff1f": "?",
    "\uff1a": ":",
    "\uff1b": ";",
    "\uff08": "(",
    "\uff09": ")",
}


def bigrams(text: str) -> list[str]:
    """Terms under which ``text`` is found, each once.

    A run of CJK characters gives its pairs and its last character alone, any other word
    gives itself in lower case. What lies beyond ``MOST_CHARACTERS`` is not found.
    """
    terms: list[str] = []
    for run in _runs(text):
        if run[0] >= _FIRST_PAIRED:
            terms += map(add, run, run[1:])
            terms.append(run[-1])
        else:
            terms.append(run[:LONGEST_WORD])
    return list(dict.fromkeys(terms))


def query_terms(text: str) -> list[str]:
    """Terms that a text found by ``text`` must all have.

    A term of one CJK character stands for every term that begins with it (see ``tsquery``).
    """
    terms: list[str] = []
    for run in _runs(text):
        if run[0] >= _FIRST_PAIRED and len(run) > 1:
            terms += map(add, run, run[1:])
        else:
            terms.append(run[:LONGEST_WORD])
    return list(dict.fromkeys(terms))


def tsquery(text: str) -> str:
    """``query_terms`` as text for ``::tsquery``; empty if there is nothing to look for."""
    return " & ".join(
        f"'{term}':*" if len(term) == 1 and term >= _FIRST_PAIRED else f"'{term}'"
        for term in query_terms(text)
    )


def contains(text: str, query: str) -> bool:
    """Whether every word of ``query`` stands in ``text``: the recheck after the index.

    A query without any letter or digit is contained in nothing.
    """
    folded, words = fold(text), _runs(query)
    return bool(words) and all(word in folded for word in words)


def mark(text: str, query: str) -> list[tuple[int, int]]:
    """Spans of ``text``, in order and apart, in which words of ``query`` stand."""
    folded, origin = _fold_with_origin(text)
    hits = [hit for word in _runs(query) for hit in re.finditer(re.escape(word), folded)]
    return _joined(sorted((origin[hit.start()][0], origin[hit.end() - 1][1]) for hit in hits))


def fold(text: str) -> str:
    """``text`` as search sees it: half width, lower case, without invisible characters."""
    text = _with_half_width_marks(text)
    if not text.isascii() and _invisible.search(text):
        text = _invisible.sub("", text)
    return _normalised(text).lower()


def _normalised(text: str) -> str:
    """NFKC by pieces: a hostile run of accents takes time by the square of its length."""
    if len(text) <= _PIECE:
        return unicodedata.normalize("NFKC", text)
    pieces = (text[at : at + _PIECE] for at in range(0, len(text), _PIECE))
    return "".join(unicodedata.normalize("NFKC", piece) for piece in pieces)


def _with_half_width_marks(text: str) -> str:
    for full, half in _full_width_marks.items():
        text = text.replace(full, half)
    return text


def _runs(text: str) -> list[str]:
    found: list[str] = _run.findall(fold(text[:MOST_CHARACTERS])[:MOST_CHARACTERS])
    return found


def _fold_with_origin(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Fold, and for each folded character the span of ``text`` it came from."""
    folded = fold(text)
    plain = _with_half_width_marks(text)
    if len(folded) == len(text) and _normalised(plain) == plain:
        return folded, [(at, at + 1) for at in range(len(text))]
    pieces = [(fold(cluster.group()), cluster.span()) for cluster in _cluster.finditer(text)]
    return "".join(piece for piece, _ in pieces), [span for piece, span in pieces for _ in piece]


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    apart: list[tuple[int, int]] = []
    for start, end in spans:
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart
