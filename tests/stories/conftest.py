"""The stories are told through the door that granian serves (§21)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from cast import Cast
from jiesu.cases.book import shelf
from jiesu.rules.policies.shelf import OURS
from stories.telling import Telling

ON = ("seed-a", "cn-henan", "cn-chongqing")
"""Packs that an operator switches on beside those on by default."""


@pytest.fixture
def tell(cast: Cast) -> Telling:
    """A story about to begin."""
    return Telling(cast)


@pytest.fixture
def all_packs(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """The operator's folder switches three more packs on."""
    (tmp_path / "packs").mkdir()
    for name in ON:
        text = (OURS / f"{name}.toml").read_text(encoding="utf-8")
        assert "default_on = true" not in text
        told = text.replace("effective_from", "default_on = true\neffective_from", 1)
        told = told.replace("default_on = false\n", "")
        (tmp_path / "packs" / f"{name}.toml").write_text(told, encoding="utf-8")
    settings.PACKS_DIR = str(tmp_path)
    shelf.cache_clear()
    yield
    shelf.cache_clear()
