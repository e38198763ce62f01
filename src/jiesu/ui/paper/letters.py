"""The letters that our fonts have: what they lack must not break a paper, nor vanish from it."""

import re
import struct
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

FAMILIES: Final = (
    "Noto Sans CJK SC",
    "Noto Sans",
    "Noto Emoji",
    "Noto Sans Symbols",
    "Noto Sans Arabic",
    "Noto Sans Thai",
)
"""Asked in this order for each letter."""
_SPACE = ord(" ")
_CONTROLS = frozenset(range(0x7F, 0xA0))
_SILENT = re.compile("[\u200b-\u200d\u2060\ufeff\ufe00-\ufe0f\u202a-\u202e\u2066-\u2069\r]")
"""Joins, marks of direction and variation: they show nothing, and a paper may not hold them."""


def folders() -> tuple[Path, ...]:
    """Where the fonts lie: two packages of Noto under the SIL Open Font License."""
    return tuple(Path(str(files(name))) for name in ("manimgx_fonts_cjk", "manimgx_fonts"))


def printable(text: str) -> str:
    """``text`` with every letter that no font has told by its number: 〔U+F8FF〕."""
    known = letters()
    heard = _SILENT.sub("", text)
    return "".join(one if ord(one) in known else f"〔U+{ord(one):04X}〕" for one in heard)


@cache
def letters() -> frozenset[int]:
    """Every code point that a paper can hold: line breaks, tabs, and what a font of ours shows."""
    paths = [path for folder in folders() for path in folder.glob("*.tt[fc]")]
    shown = {code for path in paths for code in _codes(path.read_bytes())}
    return frozenset(code for code in shown if code >= _SPACE) - _CONTROLS | {ord("\n"), ord("\t")}


def _codes(font: bytes) -> Iterator[int]:
    """The code points of a font, or of the first font of a collection (OpenType, 'cmap' table).

    The fonts of our collection differ in shapes, not in what they have.
    """
    start = struct.unpack_from(">L", font, 12)[0] if font[:4] == b"ttcf" else 0
    for place in range(struct.unpack_from(">H", font, start + 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", font, start + 12 + 16 * place)
        if tag == b"cmap":
            yield from _mapped(font, offset)


def _mapped(font: bytes, cmap: int) -> Iterator[int]:
    """The code points of the 'cmap' at ``cmap``; format 12 has all, format 4 the first 65536."""
    for place in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        at = cmap + struct.unpack_from(">HHL", font, cmap + 4 + 8 * place)[2]
        match struct.unpack_from(">H", font, at)[0]:
            case 12:
                yield from _groups(font, at)
            case 4:
                yield from _segments(font, at)


def _groups(font: bytes, at: int) -> Iterator[int]:
    for place in range(struct.unpack_from(">L", font, at + 12)[0]):
        first, last, _ = struct.unpack_from(">LLL", font, at + 16 + 12 * place)
        yield from range(first, last + 1)


def _segments(font: bytes, at: int) -> Iterator[int]:
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    for first, last in zip(starts, ends, strict=True):
        yield from range(first, min(last, 0xFFFE) + 1)
