"""A refusal is one clear sentence in the reader's language: no Chinese in it outside gettext."""

import ast
import re
from collections.abc import Iterator

from house.source import SRC, ours, short, tree

HAN = re.compile(r"[\u4e00-\u9fff]")
SAID = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop", "pgettext_lazy"})
ROOTS = frozenset({"Refusal", "RefusedError"})
BESIDE = frozenset({"unfit", "Unfit", "_refused", "Trouble"})
"""What makes a refusal and is no class of its own, or is raised for one."""
COMMANDS = SRC / "config"
"""Commands and what starts the house speak Chinese to whoever runs them."""


def name_of(called: ast.expr) -> str:
    return called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")


def refusals() -> frozenset[str]:
    """Names of every class that is a refusal, whatever it derives from."""
    bases = {
        node.name: {name_of(base) for base in node.bases}
        for path in ours(".py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
    }
    found = set(ROOTS)
    while more := {name for name, of in bases.items() if of & found} - found:
        found |= more
    return frozenset(found)


def unsaid(node: ast.AST) -> Iterator[str]:
    """Chinese under ``node`` that gettext does not say."""
    if isinstance(node, ast.Call) and name_of(node.func) in SAID:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and HAN.search(node.value):
        yield node.value
    for below in ast.iter_child_nodes(node):
        yield from unsaid(below)


def test_no_refusal_is_told_in_chinese_to_a_reader_of_english() -> None:
    makers = refusals() | BESIDE
    calls = (
        (short(path), call)
        for path in ours(".py")
        if COMMANDS not in path.parents
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call) and name_of(call.func) in makers
    )
    found = sorted({f"{path}: {text}" for path, call in calls for text in unsaid(call)})
    assert found == [], "say it with gettext, or a rule's reason with reason_told"


def test_refusals_are_found_where_they_are_made() -> None:
    assert {"WrongState", "NotAllowed", "NeedsSecond", "TooManyRevealsError"} <= refusals()
