"""Holds every answer that a test gets against the OpenAPI description: status, type, content."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from jiesu.api.openapi import document

ROOT = "/api/v1"
UNBORN = frozenset({304, 404, 405})
"""What may be answered at an address, or by a method, that is not described."""


def check(method: str, path: str, status: int, media: str, body: bytes) -> None:
    """Assert that the description foresees this answer.

    HEAD is GET without the body, OPTIONS tells methods; what does not exist is answered by a
    problem all the same.
    """
    if method == "OPTIONS":
        return
    told = _operation("GET" if method == "HEAD" else method, path)
    if told is None or status in UNBORN - set(map(int, told["responses"])):
        assert told is not None or status >= 400 or path.endswith("openapi.json"), (method, path)
        return
    described = told["responses"].get(str(status))
    assert described, f"{method} {path}: {status} is not described"
    if method == "HEAD" or not body:
        return
    whole = _whole(described)
    kind = media.partition(";")[0]
    assert kind in whole["content"], f"{method} {path}: {status} as {kind} is not described"
    given = json.loads(body)
    _validator(whole["content"][kind]["schema"]["$ref"]).validate(given)
    if kind == "application/problem+json":
        code = given["type"].removeprefix("/problems/")
        assert code in {*_codes(described), "unknown-address"}, (
            f"{method} {path}: {code} is not described"
        )


def _operation(method: str, path: str) -> dict[str, Any] | None:
    for pattern, operations in _paths():
        if pattern.fullmatch(path.removeprefix(ROOT)):
            found: dict[str, Any] | None = operations.get(method.lower())
            return found
    return None


@cache
def _paths() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    return list(_compiled())


def _compiled() -> Iterator[tuple[re.Pattern[str], dict[str, Any]]]:
    for path, operations in document()["paths"].items():
        yield re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), operations


def _whole(described: dict[str, Any]) -> dict[str, Any]:
    if ref := described.get("$ref"):
        found: dict[str, Any] = document()["components"]["responses"][ref.rpartition("/")[2]]
        return found
    return described


def _codes(described: dict[str, Any]) -> set[str]:
    """The problems that a status may stand for: one by reference, several by their names."""
    if ref := described.get("$ref"):
        return {ref.rpartition("/")[2]}
    return set(described["description"].split(", "))


@cache
def _validator(ref: str) -> Draft202012Validator:
    """A validator of the shape at ``ref``, such as ``#/components/schemas/Sheet``."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    resource: Resource[Any] = Resource.from_contents({**dialect, **document()})
    registry: Registry[Any] = Registry().with_resource("urn:api", resource)
    return Draft202012Validator({"$ref": f"urn:api{ref}"}, registry=registry)
