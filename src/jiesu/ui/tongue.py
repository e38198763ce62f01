"""The reader's language: which of two names is told, and what stays Chinese on an English page."""

import re
from typing import Protocol

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_STRETCH = re.compile(r"[\u3400-\u9fff](?:[^a-zA-Z]*[\u3400-\u9fff])*")
"""Chinese from its first character to its last, with the figures and marks between."""


class Bilingual(Protocol):
    """Whatever is named in both languages."""

    @property
    def zh(self) -> str:
        """Chinese name."""

    @property
    def en(self) -> str:
        """English name."""


def in_english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "").startswith("en")


def by_language(zh: str, en: str) -> str:
    """Take what the reader reads; Chinese where there is no English."""
    return (en or zh) if in_english() else zh


def named(thing: Bilingual) -> str:
    """Say the name of ``thing``."""
    return by_language(thing.zh, thing.en)


def in_its_tongue(text: str) -> str:
    """Mark as Chinese what a page in English shows as it was written: letters, clauses, notes."""
    if in_english() and _CHINESE.search(text):
        return format_html('<span lang="zh-CN">{}</span>', text)
    return text


def chinese_within(text: str) -> str:
    """Mark what stays Chinese inside an English sentence: the clause it quotes, a name."""
    if not in_english():
        return text
    told = _STRETCH.sub(r'<span lang="zh-CN">\g<0></span>', escape(text))
    return mark_safe(told)  # noqa: S308 - everything but our own marks was escaped
