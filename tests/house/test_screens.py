"""Screens are made of ui/ components: no style or script of their own, no class nobody drew."""

import re
from functools import cache
from pathlib import Path

from house.source import SRC, ours, short

INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\s(?:style|on[a-z]+)=[\"']", re.IGNORECASE)
CLASS = re.compile(r'class="([^"]*)"')
TEMPLATE_WORD = re.compile(r"{%.*?%}|{{.*?}}")
DRAWN = re.compile(r"\.([a-zA-Z][\w-]*)")
STYLES = SRC / "ui" / "static"


def test_no_template_carries_style_or_script_inside() -> None:
    found = [
        f"{short(path)}: {hit.group().strip()}"
        for path in ours(".html")
        for hit in INLINE.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_every_class_of_a_template_is_drawn_in_a_style_sheet() -> None:
    found = [
        f"{short(path)}: {name}"
        for path in ours(".html")
        for name in sorted(_classes(path) - _drawn())
    ]
    assert found == []


def _classes(path: Path) -> set[str]:
    """Names that stand whole in the template; what is put together from a value is left out."""
    words = CLASS.findall(TEMPLATE_WORD.sub(_mark, path.read_text(encoding="utf-8")))
    plain = [re.sub(r"\S*\x00\S*", " ", word) for word in words]
    return {name for word in plain for name in word.split()}


def _mark(word: re.Match[str]) -> str:
    """A value is part of a name; a condition only stands between names."""
    return "\x00" if word.group().startswith("{{") else " "


@cache
def _drawn() -> frozenset[str]:
    sheets = [*STYLES.rglob("*.css"), *SRC.glob("*/static/**/*.css")]
    return frozenset(n for s in sheets for n in DRAWN.findall(s.read_text(encoding="utf-8")))
