"""docs/seed.md is true: every requirement and scenario once, every path and test in it exists."""

import ast
import re
from itertools import chain

import pytest

from house.source import SRC, TESTS, TOP, functions, tree

PAGE = (TOP / "docs" / "seed.md").read_text(encoding="utf-8")
REQUIREMENTS = {f"S{n}" for n in range(1, 170)} | {"S138b"}
SCENARIOS = {str(n) for n in range(1, 41)}
COLUMNS = {"S": 5, "no.": 4}
PATH = re.compile(r"`([^`]+\.(?:py|toml|tsv))(?:::(\w+))?`")
NOT_YET = "not yet"


def rows(first: str) -> list[list[str]]:
    """Cells of every line of the tables whose first column is headed ``first``."""
    tables = [part for part in re.split(r"\n\n+", PAGE) if part.startswith(f"| {first} |")]
    lines = [line for table in tables for line in table.splitlines()[2:]]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def names_of(cell: str) -> list[tuple[str, str]]:
    """Every path named in a cell, with the test behind it."""
    return [(found[1], found[2] or "") for found in PATH.finditer(cell)]


def told_by(path: str, name: str) -> str | None:
    """Docstrings of the test ``name`` and of its file under tests/; None if there is no such."""
    file = TESTS / path
    found = file.exists() and [f for f in functions(file) if f.name == name]
    if not found:
        return None
    return f"{ast.get_docstring(tree(file))} {ast.get_docstring(found[0])}"


@pytest.mark.parametrize("first", COLUMNS)
def test_every_line_has_its_columns(first: str) -> None:
    assert [row for row in rows(first) if len(row) != COLUMNS[first]] == []


def test_every_requirement_stands_once() -> None:
    assert sorted(row[0] for row in rows("S")) == sorted(REQUIREMENTS)


def test_every_scenario_stands_once() -> None:
    assert sorted(row[0] for row in rows("no.")) == sorted(SCENARIOS)


def test_every_place_exists() -> None:
    missing = [
        f"{row[0]}: {path}"
        for row in rows("S")
        for path, _ in names_of(row[3]) or [(row[3] or "nothing", "")]
        if not (SRC / path).is_file()
    ]
    assert missing == []


def test_every_test_exists() -> None:
    told = chain(((row[0], row[4]) for row in rows("S")), ((r[0], r[2]) for r in rows("no.")))
    missing = [
        f"{number}: {path}::{name}"
        for number, cell in told
        for path, name in names_of(cell)
        if told_by(path, name) is None
    ]
    assert missing == []


def test_what_has_no_test_says_that_it_is_not_yet() -> None:
    silent = [row[0] for row in rows("S") if not names_of(row[4]) and row[4] != NOT_YET]
    silent += [row[0] for row in rows("S") if row[4] == NOT_YET and f"{NOT_YET}: " not in row[2]]
    silent += [row[0] for row in rows("no.") if not names_of(row[2]) and row[2] != NOT_YET]
    silent += [row[0] for row in rows("no.") if row[2] == NOT_YET and not row[3]]
    assert silent == []


def test_a_story_bears_the_number_of_its_scenario() -> None:
    bare = [
        f"{row[0]}: {name}"
        for row in rows("no.")
        for path, name in names_of(row[2])
        if not path.startswith("stories/")
        or not re.search(rf"§21\.{row[0]}(?!\d)", told_by(path, name) or "")
    ]
    assert bare == []
