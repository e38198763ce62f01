"""§6.2: what was promised stays promised when the operator edits a pack's file, or removes it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from cast import Cast
from jiesu.cases import packs
from jiesu.cases.book import shelf
from jiesu.cases.models import Case, KeptPack, PromiseRow
from jiesu.cases.rebuild import differences
from jiesu.rules.policies.pack import PackRef
from jiesu.rules.policies.shelf import OURS
from tale import Tale

CODE = "SEED-D"


@pytest.fixture(autouse=True)
def _a_process_that_knows_of_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "_kept", set[PackRef]())


@pytest.fixture
def tale(cast: Cast) -> Tale:
    return Tale(cast)


@pytest.fixture
def edited(tale: Tale, tmp_path: Path, settings: Settings) -> Iterator[None]:
    """After the case came, accepting is promised within 12 h instead of 24 h."""
    assert version_of(tale.stored) == shelf().packs[CODE].digest
    text = (OURS / "seed-d.toml").read_text("utf-8")
    changed = text.replace('amount = "24h"', 'amount = "12h"', 1)
    assert changed != text
    (tmp_path / OURS.name).mkdir()
    (tmp_path / OURS.name / "seed-d.toml").write_text(changed, "utf-8")
    settings.PACKS_DIR = str(tmp_path)
    shelf.cache_clear()
    yield
    shelf.cache_clear()


def version_of(case: Case) -> str:
    frozen: dict[str, str] = dict(case.packs)
    return frozen[CODE]


def accept_of(case: Case) -> PromiseRow:
    return PromiseRow.objects.get(case=case, pack=CODE, clock="ACCEPT")


@pytest.mark.usefixtures("edited")
def test_an_old_case_goes_on_under_the_words_it_was_opened_under(tale: Tale) -> None:
    assert version_of(tale.stored) != shelf().packs[CODE].digest
    due = accept_of(tale.stored).due_at
    tale.say(tale.owner, "accept")
    assert tale.state == "ACCEPTED"
    assert accept_of(tale.stored).due_at == due
    assert differences(tale.stored) == []


@pytest.mark.usefixtures("edited")
def test_a_new_case_comes_under_the_new_words_and_both_are_kept(cast: Cast, tale: Tale) -> None:
    new = Tale(cast).stored
    assert version_of(new) == shelf().packs[CODE].digest
    kept = KeptPack.objects.filter(code=CODE).values_list("digest", flat=True)
    assert set(kept) == {version_of(tale.stored), version_of(new)}


def test_a_version_already_kept_is_not_kept_twice(cast: Cast, tale: Tale) -> None:
    before = KeptPack.objects.count()
    Tale(cast)
    assert KeptPack.objects.count() == before == len(tale.stored.packs)
