"""Joins words and sentences with the marks of the reader's language."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


def listed(words: Iterable[object]) -> str:
    """Join the words of a list: ``甲、乙``, ``one, two``."""
    return _("、").join(map(str, words))


def told_together(sentences: Iterable[object]) -> str:
    """Join sentences that are told in one: ``甲；乙``, ``one; two``."""
    return _("；").join(map(str, sentences))


def with_number(name: str, number: str) -> str:
    """Say who it is with what tells two of a name apart: ``王芳（1005）``."""
    return _("%(name)s（%(number)s）") % {
        "name": name,
        "number": number,
    }
