"""What the code must not contain (rules 5, 7, and the shared manners)."""

import ast
import re
import subprocess
from pathlib import Path

from house.source import SRC, TESTS, TOP, functions, ours, short, tree

UNFINISHED = re.compile(r"\b(todo|fixme|xxx|for now|hack)\b", re.IGNORECASE)
NOT_UNFINISHED = re.compile(r"'todo'|\"todo\"")  # the name procrastinate gives a waiting job
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
REGISTRIES = ("files.pythonhosted" + ".org", "/simple" + "/", "registry.npmjs" + ".org")
PRINTERS = (SRC / "config" / "commands", SRC / "config" / "main.py", SRC / "config/supervisor.py")


def test_nothing_is_left_for_later_in_a_comment() -> None:
    found = [
        f"{short(path)}:{number}: {line.strip()}"
        for path in ours(".py", ".html", ".css", ".js", ".toml")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if UNFINISHED.search(NOT_UNFINISHED.sub("", line))
    ]
    assert found == []


def test_no_module_is_named_after_nothing() -> None:
    assert [short(path) for path in ours(".py", under=(SRC, TESTS)) if path.stem in NAMELESS] == []


def test_no_function_imports() -> None:
    found = [
        f"{short(path)}:{node.lineno}"
        for path in ours(".py", under=(SRC, TESTS))
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    assert found == []


def test_nobody_listens_to_django_s_signals() -> None:
    found = [
        short(path)
        for path in ours(".py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and re.search(r"django.*\bsignals\b|^django\.dispatch", node.module or "")
    ]
    assert found == []


def test_only_commands_print() -> None:
    found = [
        f"{short(path)}:{node.lineno}"
        for path in ours(".py")
        if not any(path.is_relative_to(printer) for printer in PRINTERS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert found == []


def test_no_address_of_a_package_registry_is_kept() -> None:
    found = [
        (short(path), address)
        for path in _tracked()
        for address in REGISTRIES
        if address in path.read_text(encoding="utf-8", errors="ignore")
    ]
    assert found == []


def test_no_private_key_is_kept() -> None:
    mark = "-----BEGIN " + "PRIVATE KEY"
    found = [p for p in _tracked() if mark in p.read_text(encoding="utf-8", errors="ignore")]
    assert found == []


def _tracked() -> list[Path]:
    words = ["git", "-C", str(TOP), "ls-files", "-z"]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    return [TOP / name for name in told.split("\0") if name and (TOP / name).is_file()]
