"""The terms of the survey, read from TOML."""

import tomllib
from functools import cache
from pathlib import Path

import msgspec


class Asking(msgspec.Struct, frozen=True):
    """When and how often a user is asked."""

    earliest_hours: int
    latest_hours: int
    open_days: int
    days_between: int


class Scale(msgspec.Struct, frozen=True):
    """Least and most score."""

    least: int
    most: int


class Thresholds(msgspec.Struct, frozen=True):
    """Scores from which an answer counts for an index."""

    top_box: int
    high: int
    satisfied: int


class Disclosure(msgspec.Struct, frozen=True):
    """Fewer answers than this are not shown to those who were scored."""

    least_answers: int


class SurveyTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it."""

    asking: Asking
    scale: Scale
    thresholds: Thresholds
    disclosure: Disclosure
    excluded: dict[str, str]


def read_terms(path: Path) -> SurveyTerms:
    """Terms in the file at ``path``; msgspec.ValidationError when they do not fit."""
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), SurveyTerms)


@cache
def our_own() -> SurveyTerms:
    """The terms that ship with the product, read once."""
    return read_terms(Path(__file__).with_name("survey.toml"))
