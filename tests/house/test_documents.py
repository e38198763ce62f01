"""The documents say what the code says."""

import re

from house.source import SRC, TESTS, TOP, ours, short
from jiesu.config.commands import docs

DECISIONS = sorted((TOP / "docs" / "decisions").glob("*.md"))
PARTS = ("Context", "Decision", "Price", "Roads not taken", "What enforces it")
KINDS = {"house", "stories", "screens", "faults"}


def test_the_reference_is_what_jiesu_docs_writes() -> None:
    folder = TOP / "docs" / "reference"
    stale = [
        name
        for name, text in docs.pages().items()
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run bin/jiesu docs"


def test_every_variable_that_is_read_is_explained() -> None:
    read = {
        name
        for path in ours(".py")
        for name in re.findall(r"\"(JIESU_[A-Z_]+)\"", path.read_text(encoding="utf-8"))
    }
    explained = {variable.name for variable in docs.variables()}
    assert read - explained == set(), "explain these in config/variables.toml"
    assert explained - read == set(), "nobody reads these"


def test_a_decision_has_its_five_parts_and_a_number_of_its_own() -> None:
    numbers = [page.name[:4] for page in DECISIONS]
    assert sorted({n for n in numbers if numbers.count(n) > 1}) == []
    missing = {
        f"{page.name}: {part}"
        for page in DECISIONS
        for part in PARTS
        if not re.search(rf"^(## |\*\*){part}", page.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert missing == set()


def test_the_tests_mirror_the_floors() -> None:
    strangers = [
        short(path)
        for path in ours(".py", under=(TESTS,))
        if path.parent != TESTS
        and (kind := path.relative_to(TESTS).parts[0]) not in KINDS
        and not (SRC / kind).is_dir()
    ]
    assert strangers == []


def test_every_test_file_has_tests() -> None:
    empty = [
        short(path)
        for path in ours(".py", under=(TESTS,))
        if path.name.startswith("test_") and "def test_" not in path.read_text(encoding="utf-8")
    ]
    assert empty == []
