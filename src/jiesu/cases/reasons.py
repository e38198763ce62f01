"""Says why in the language of the reader: reasons of the rules, and sentences of their books."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any, Protocol

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from jiesu.cases.book import ladder, priorities, routing
from jiesu.rules.reason import read_back
from jiesu.rules.wording import Language, Teller, english, words
from jiesu.rules.workdays.shanghai import said
from jiesu.ui.tongue import in_english


class _Row(Protocol):
    """A row of a book that says why."""

    @property
    def because(self) -> str:
        """In Chinese: what the ledger keeps."""

    @property
    def because_en(self) -> str:
        """In English; empty where an operator's own book has none."""


def reason_told(because: Any) -> str:
    """Say a reason as plain text; ``because`` is a ``Because`` or what a ledger keeps of one."""
    return Teller(_language(), _known()).tell(read_back(because))


def reason_shown(because: Any) -> SafeString:
    """Say a reason for a page; what stays Chinese for an English reader is marked so."""
    teller = Teller(_language(), _known(), plain=escape, quote=_marked)
    return mark_safe(teller.tell(read_back(because)))  # noqa: S308 - every value went through escape


def moment_told(at: datetime, *, year: bool = False) -> str:
    """Say until when, in Chinese with the ``year`` or without: a midnight closes its day."""
    return english.said(at) if in_english() else said(at, year=year)


def _language() -> Language:
    return "en" if in_english() else "zh"


def _marked(chinese: str) -> str:
    return f'<span lang="zh-CN">{escape(chinese)}</span>'


@cache
def _known() -> Mapping[str, str]:
    """The English of every sentence and name that our books say in Chinese.

    Reasons without numbers are among them: before they had codes a ledger kept them as sentences.
    """
    plain = {one.zh: one.en for one in words().values() if "{" not in one.zh}
    told = {row.because: row.because_en for row in _rows() if row.because_en}
    rungs = {rung.zh: rung.en for rung in ladder().step}
    return MappingProxyType({**plain, **told, **rungs})


def _rows() -> Iterable[_Row]:
    weights = priorities()
    yield from weights.impacts
    yield from weights.urgencies
    yield from weights.lifts
    yield from weights.by_category
    yield from routing().route
    yield from routing().unroutable
    yield from ladder().rule
