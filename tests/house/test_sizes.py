"""Files fit in the head, functions tell one story (rules 2 and 3)."""

import ast

from house.source import SRC, TESTS, functions, ours, short

LONGEST_FILE = 400
LONGEST_FUNCTION = 30
LONG_FUNCTIONS = TESTS / "house" / "long_functions.txt"


def test_no_file_is_longer_than_400_lines() -> None:
    files = ours(".py", ".html", ".css", ".js", under=(SRC, TESTS))
    lengths = {short(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE} == {}


def test_the_list_of_long_functions_only_shrinks() -> None:
    """Whoever writes a long function shortens it; whoever shortens a listed one strikes it out."""
    found = {
        f"{short(path)}::{function.name}"
        for path in ours(".py")
        for function in functions(path)
        if _length(function) > LONGEST_FUNCTION
    }
    listed = set(LONG_FUNCTIONS.read_text(encoding="utf-8").split())
    assert found - listed == set(), "shorten these"
    assert listed - found == set(), f"strike these out of {short(LONG_FUNCTIONS)}"


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines without the docstring and the head: what it means may be said at length."""
    first = function.body[1] if ast.get_docstring(function) and function.body[1:] else None
    start = (first or function.body[0]).lineno
    return (function.end_lineno or start) - start + 1
