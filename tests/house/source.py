"""The house's own text, as its tests read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
SRC = TOP / "src" / "jiesu"
TESTS = TOP / "tests"


def ours(*suffixes: str, under: tuple[Path, ...] = (SRC,)) -> list[Path]:
    """Files that we write by hand: no generated migrations, nothing brought from elsewhere."""
    left_out = {"migrations", "vendor", "__pycache__", "locale"}
    return sorted(
        path
        for folder in under
        for path in folder.rglob("*")
        if path.suffix in suffixes and not left_out & set(path.parts)
    )


@cache
def tree(path: Path) -> ast.Module:
    """The file as Python understands it."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, also those inside classes and functions."""
    for node in ast.walk(tree(path)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def short(path: Path) -> str:
    """How a message names the file."""
    return path.relative_to(TOP).as_posix()
