"""No free text is forgotten: of each word and column the house says how it is kept (§18)."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from house.free_texts import free_words, listed

COLUMNS = Path(__file__).with_name("free_columns.toml")
MAY_HOLD_WORDS = (models.CharField, models.TextField, models.JSONField, SearchVectorField)


def test_of_every_word_that_people_type_it_is_said_once_how_it_is_kept() -> None:
    said = [word for words in listed().values() for word in words]
    assert sorted(said) == sorted(set(said))
    assert sorted(set(free_words()) ^ set(said)) == []


def test_of_every_column_that_may_hold_words_it_is_said_once_why_it_is_in_clear() -> None:
    told = tomllib.loads(COLUMNS.read_text(encoding="utf-8"))
    said = [
        (table, name) for way in told.values() for table, names in way.items() for name in names
    ]
    assert sorted(said) == sorted(set(said))
    assert sorted(set(columns()) ^ set(said)) == []


def columns() -> Iterator[tuple[str, str]]:
    """Every column of ours that could hold what somebody wrote."""
    for model in apps.get_models():
        if model.__module__.startswith("jiesu."):
            for field in model._meta.concrete_fields:  # noqa: SLF001 - Django's public name
                if isinstance(field, MAY_HOLD_WORDS):
                    yield model._meta.label, field.name  # noqa: SLF001 - the same
