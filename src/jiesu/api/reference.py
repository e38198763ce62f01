"""The reference page of the API, made from its OpenAPI description."""

from collections.abc import Iterator
from typing import Any

from jiesu.api.openapi import document
from jiesu.api.problems import kinds

_HEAD = """\
Addresses below `/api/v1`. Every request brings `Authorization: Bearer TOKEN` (`jiesu token`).
How to use it: [use-the-api](../how-to/use-the-api.md). For machines: `/api/v1/openapi.json`.
"""


def page() -> str:
    """Markdown: addresses, verbs with what they take, problems."""
    return "\n".join(["# API\n", _HEAD, *_addresses(), *_verbs(), *_problems(), ""])


def _addresses() -> Iterator[str]:
    yield "## Reading and receiving\n"
    yield "| address | what it gives | queries |\n|---|---|---|"
    for path, methods in document()["paths"].items():
        for method, told in methods.items():
            if "x-clause" not in told:
                queries = [p["name"] for p in told["parameters"] if p["in"] == "query"]
                asked = ", ".join(f"`{name}`" for name in queries)
                yield f"| `{method.upper()} {path}` | {told['summary']} | {asked} |"
    yield ""


def _verbs() -> Iterator[str]:
    yield "## Verbs\n"
    yield "| address | what is done | clause | takes |\n|---|---|---|---|"
    for path, methods in document()["paths"].items():
        for told in methods.values():
            if "x-clause" in told:
                what = f"{told['summary']}. {told['description']}"
                yield f"| `POST {path}` | {what} | {told['x-clause']} | {_words(told)} |"
    yield "\nBold words must be told."
    yield ""


def _words(told: dict[str, Any]) -> str:
    ref = told["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    shape = document()["components"]["schemas"][ref.rpartition("/")[2]]
    required = set(shape.get("required", ()))
    names = shape.get("properties", {})
    return ", ".join(f"**`{name}`**" if name in required else f"`{name}`" for name in names)


def _problems() -> Iterator[str]:
    yield "## Problems\n"
    yield "`type` is `/problems/<name>`, the address of a page that explains it;"
    yield "`detail` is a sentence for a person.\n"
    yield "| name | status | title | 标题 |\n|---|---|---|---|"
    for code, kind in kinds().items():
        yield f"| `{code}` | {kind.status} | {kind.title.en} | {kind.title.zh} |"
