"""An operator's folder shadows our books: above the rules they are read where it is known."""

import ast
from collections.abc import Iterator
from pathlib import Path

from house.source import SRC, ours, short, tree

RULES = SRC / "rules"
READERS = {
    "src/jiesu/cases/book.py",
    "src/jiesu/config/commands/packs.py",
    "src/jiesu/config/own_books.py",
}
"""The installation's books; and the command that checks a folder before it is one's own."""


def test_above_the_rules_books_are_read_by_the_one_who_knows_the_operators_folder() -> None:
    above = (path for path in ours(".py") if RULES not in path.parents)
    readers = {short(path) for path in above if any(_read(path))}
    assert readers == READERS


def _read(path: Path) -> Iterator[str]:
    """Names of readers of books that the file imports from the rules."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("jiesu.rules"):
            yield from (name.name for name in node.names if name.name.startswith("load_"))
